package dev.corridor.kit.vertx;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.concurrent.OutboundMessageQueue;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.streams.impl.MessagePassingQueue;
import java.lang.reflect.Field;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Frees what a WebSocket holds and does not need: two thirds of the memory of an idle one, about 12 KiB.
 *
 * <p>Upstream: no issue asks for it. The handler of a WebSocket keeps the function that has made it, and with it the
 * handshake, the request and the HTTP connection; the function is called once. A connection has a queue with a thousand
 * places for messages of other threads, which is empty unless the connection is full. With a {@code VertxHandler} that
 * forgets its function and a queue that grows, this class can go.
 */
public final class UpgradedConnection {
    private static final Field FUNCTION = field(VertxHandler.class, "connectionFactory");
    private static final Field OUTBOUND = field(VertxConnection.class, "outboundMessageQueue");
    private static final Field MESSAGES = field(OutboundMessageQueue.class, "mqp");
    private static final Field QUEUE = field(MessagePassingQueue.class, "queue");

    private UpgradedConnection() {}

    /** Called on the event loop of the connection, right after the upgrade. */
    public static void trim(HttpConnection upgraded) {
        ConnectionPipeline.of(upgraded)
                .map(pipeline -> pipeline.get(VertxHandler.class))
                .ifPresent(UpgradedConnection::trim);
    }

    private static void trim(VertxHandler<?> handler) {
        try {
            FUNCTION.set(handler, null);
            var messages = MESSAGES.get(OUTBOUND.get(handler.getConnection()));
            if (((Queue<?>) QUEUE.get(messages)).isEmpty()) {
                QUEUE.set(messages, new ConcurrentLinkedQueue<>());
            }
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            var field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException otherVersion) {
            throw new IllegalStateException("Vert.x has changed: see UpgradedConnection", otherVersion);
        }
    }
}
