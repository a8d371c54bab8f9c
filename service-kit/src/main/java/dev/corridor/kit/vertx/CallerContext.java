package dev.corridor.kit.vertx;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;

/**
 * Lets several requests wait for one future. A Vert.x future calls its listeners on the context of whoever made it: without
 * this, the second request would go on under the first one's correlation id, and perhaps on another event loop.
 */
public final class CallerContext {
    private CallerContext() {}

    /**
     * A future of the caller's context that is complete: what is composed of it comes back there. Vert.x keeps the time limits of a
     * future without a context on a thread of its own, which is woken twice for each.
     */
    public static Future<Void> begin() {
        var context = ContextInternal.current();
        return context == null ? Future.succeededFuture() : context.succeededFuture();
    }

    /**
     * The outcome of {@code shared}, delivered on the caller's context; what goes wrong there is nobody else's business. A caller
     * outside of Vert.x has no context, and gets {@code shared} as it is.
     */
    public static <T> Future<T> of(Future<T> shared) {
        var context = ContextInternal.current();
        if (context == null) {
            return shared;
        }
        PromiseInternal<T> own = context.promise();
        shared.onComplete((result, failure) -> context.emit(own, each -> each.complete(result, failure)));
        return own.future();
    }
}
