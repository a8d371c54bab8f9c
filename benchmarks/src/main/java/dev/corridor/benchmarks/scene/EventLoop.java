package dev.corridor.benchmarks.scene;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Nothing but an event loop of one's own. */
final class EventLoop extends VerticleBase {
    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }

    Context context() {
        return context;
    }
}
