package dev.corridor.kit.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Lets several requests wait for one future. A Vert.x future calls its listeners on the context of whoever made it: without
 * this, the second request would go on under the first one's correlation id, and perhaps on another event loop.
 */
public final class OwnContext {
    private OwnContext() {}

    /**
     * The outcome of {@code shared}, delivered on the caller's context, in a turn of its own; at once if it is known, without a way
     * there and back. A caller outside of Vert.x has no context, and gets {@code shared} as it is.
     */
    public static <T> Future<T> of(Future<T> shared) {
        if (shared.isComplete()) {
            return shared.succeeded() ? Future.succeededFuture(shared.result()) : Future.failedFuture(shared.cause());
        }
        var context = Vertx.currentContext();
        if (context == null) {
            return shared;
        }
        Promise<T> own = Promise.promise();
        shared.onComplete(done -> context.runOnContext(resumed -> own.complete(done.result(), done.cause())));
        return own.future();
    }
}
