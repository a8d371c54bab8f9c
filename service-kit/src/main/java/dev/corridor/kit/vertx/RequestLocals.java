package dev.corridor.kit.vertx;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;

/**
 * Slots that a request has in its Vert.x context: the correlation id and the deadline.
 *
 * <p>Upstream: a slot must be registered before Vert.x starts, which only a {@link VertxServiceProvider} can guarantee; its
 * method takes the internal {@link VertxBootstrap}. <a href="https://github.com/eclipse-vertx/vert.x/pull/5506">vert.x#5506</a>
 * promotes context locals to API, <a href="https://github.com/eclipse-vertx/vert.x/pull/5983">vert.x#5983</a> proposes that they
 * can be registered later.
 */
public final class RequestLocals implements VertxServiceProvider {
    public static final ContextLocal<String> CORRELATION_ID = ContextLocal.registerLocal(String.class);

    /** On the clock of {@link System#nanoTime}. */
    public static final ContextLocal<Long> DEADLINE_NANOS = ContextLocal.registerLocal(Long.class);

    @Override
    public void init(VertxBootstrap bootstrap) {
        // Loading this class has registered the slots.
    }
}
