package dev.corridor.kit.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.function.Supplier;

/**
 * Makes futures that complete on the context of the caller.
 *
 * <p>Upstream: <a href="https://github.com/eclipse-vertx/vert.x/issues/3306">vert.x#3306</a> and <a
 * href="https://github.com/eclipse-vertx/vert.x/issues/1568">vert.x#1568</a>. A Vert.x future calls its listeners on the context
 * that created it. When requests share a future, the second one would continue under the first one's correlation id, and perhaps
 * on another event loop. Futures of a chosen context can be made by casting to {@link ContextInternal} only; a public {@code
 * Context.promise()} would replace this class.
 */
public final class CallerContext {
    private CallerContext() {}

    /**
     * Returns a completed future of the caller's context. Futures composed from it complete on that context, and their
     * timeouts run on its event loop; Vert.x runs the timeouts of a future without a context on a thread of its own,
     * which is woken twice for each.
     */
    public static Future<Void> begin() {
        var context = ContextInternal.current();
        return context == null ? Future.succeededFuture() : context.succeededFuture();
    }

    /** Returns a promise whose future completes on the current context. */
    public static <T> Promise<T> promise(Vertx vertx) {
        return ((ContextInternal) vertx.getOrCreateContext()).promise();
    }

    /**
     * Runs work in a context of its own on the caller's event loop, as each request has one: with its own correlation id. The
     * returned future completes on the caller's context.
     */
    public static <T> Future<T> apart(Supplier<Future<T>> work) {
        var context = ContextInternal.current();
        PromiseInternal<T> done = context.promise();
        context.duplicate().emit(work, each -> Future.succeededFuture()
                .compose(begun -> each.get())
                .onComplete((result, failure) -> context.emit(done, promise -> promise.complete(result, failure))));
        return done.future();
    }

    /**
     * Returns a future with the outcome of {@code shared} that completes on the caller's context. An exception thrown
     * there reaches no other listener. A caller without a context gets {@code shared} itself.
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
