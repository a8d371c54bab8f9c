package dev.corridor.kit.vertx;

import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Field;

/**
 * Lets the server of an HTTP/2 connection reset as many streams as it wants. A connection to a service carries the calls of many
 * callers: one whose calls the service resets would otherwise end it for all of them.
 *
 * <p>Upstream: no issue asks for it. Netty limits the resets that a server receives, 200 within 30 seconds, and no client's. The
 * builder of Vert.x keeps to itself that a connection is a client's, so that the limit holds for clients as well, and no option
 * changes it.
 */
public final class ClientResets {
    private static final String LIMITING = "Http2MaxRstFrameDecoder";
    private static final Field DELEGATE = delegate();

    private ClientResets() {}

    /** Called when a client's connection is new, on its event loop. */
    public static void allow(HttpConnection connection) {
        ConnectionPipeline.of(connection)
                .map(pipeline -> pipeline.get(Http2ConnectionHandler.class))
                .map(Http2ConnectionHandler::decoder)
                .filter(decoder -> decoder.getClass().getSimpleName().equals(LIMITING))
                .ifPresent(ClientResets::bypass);
    }

    /** The decoder counts resets in a listener that it puts around that of the connection. */
    private static void bypass(Http2ConnectionDecoder limiting) {
        try {
            ((Http2ConnectionDecoder) DELEGATE.get(limiting)).frameListener(limiting.frameListener());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Field delegate() {
        try {
            var field = DecoratingHttp2ConnectionDecoder.class.getDeclaredField("delegate");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException otherVersion) {
            throw new IllegalStateException("Netty has changed: see ClientResets", otherVersion);
        }
    }
}
