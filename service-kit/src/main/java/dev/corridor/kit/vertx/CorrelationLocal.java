package dev.corridor.kit.vertx;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;

/** Reserves the slot for the correlation id in every Vert.x context. Vert.x wants that done before it starts. */
public final class CorrelationLocal implements VertxServiceProvider {
    public static final ContextLocal<String> ID = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap bootstrap) {
        // Being loaded is enough: the field above has made the reservation.
    }
}
