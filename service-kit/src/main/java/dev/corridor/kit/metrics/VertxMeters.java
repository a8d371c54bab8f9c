package dev.corridor.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/** Where that is measured which belongs to a Vert.x and to nobody in particular. */
public final class VertxMeters {
    private VertxMeters() {}

    /** The registry that the Vert.x was started with; one that keeps nothing when it measures nothing. */
    public static MeterRegistry of(Vertx vertx) {
        return ((VertxInternal) vertx).metrics() instanceof ServiceMetrics measured
                ? measured.registry()
                : new CompositeMeterRegistry();
    }
}
