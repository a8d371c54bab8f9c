package dev.corridor.kit.vertx;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/** Contexts as Vert.x makes one for each request: they share an event loop, and each has its own locals. */
public final class RequestContexts {
    private RequestContexts() {}

    public static Context on(Vertx vertx) {
        return onLoopOf(vertx.getOrCreateContext());
    }

    public static Context onLoopOf(Context context) {
        return ((ContextInternal) context).duplicate();
    }
}
