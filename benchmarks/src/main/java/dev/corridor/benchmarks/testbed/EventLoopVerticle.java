package dev.corridor.benchmarks.testbed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Verticle that only provides an event loop. */
final class EventLoopVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }

    Context context() {
        return context;
    }
}
