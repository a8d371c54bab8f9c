package dev.corridor.kit.vertx;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;

/**
 * Releases the HTTP request of a connection that has become a WebSocket.
 *
 * <p>Upstream: no issue asks for it. The handler of a WebSocket keeps the function that has made it, and with it the
 * handshake, the request and the HTTP connection with its write queue: half of the memory of an idle WebSocket, about 7
 * KiB. The function is called once. A {@code VertxHandler} that forgets its function would replace this class.
 */
public final class UpgradedRequest {
    private static final Field MAKER = maker();

    private UpgradedRequest() {}

    /** Called on the event loop of the connection, after the upgrade. */
    public static void release(HttpConnection upgraded) {
        ConnectionPipeline.of(upgraded)
                .map(pipeline -> pipeline.get(VertxHandler.class))
                .ifPresent(UpgradedRequest::clear);
    }

    private static void clear(VertxHandler<?> handler) {
        try {
            MAKER.set(handler, null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Field maker() {
        try {
            var field = VertxHandler.class.getDeclaredField("connectionFactory");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException otherVersion) {
            throw new IllegalStateException("Vert.x has changed: see UpgradedRequest", otherVersion);
        }
    }
}
