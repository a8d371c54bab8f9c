package dev.corridor.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;

/** Finds the meter registry of a Vert.x, for parts that are given nothing but the Vert.x. */
public final class VertxMeters {
    private static final String NAME = "corridor.meters";

    private record Shared(MeterRegistry registry) implements Shareable {}

    private VertxMeters() {}

    public static void register(Vertx vertx, MeterRegistry registry) {
        map(vertx).put(NAME, new Shared(registry));
    }

    /** The registry of the Vert.x; one that stores nothing when none is registered. */
    public static MeterRegistry of(Vertx vertx) {
        var shared = map(vertx).get(NAME);
        return shared == null ? new CompositeMeterRegistry() : shared.registry();
    }

    private static LocalMap<String, Shared> map(Vertx vertx) {
        return vertx.sharedData().getLocalMap(NAME);
    }
}
