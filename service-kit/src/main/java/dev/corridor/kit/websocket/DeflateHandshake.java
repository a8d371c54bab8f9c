package dev.corridor.kit.websocket;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.HashMap;

/**
 * Handshake of permessage-deflate (RFC 7692). Netty's declines every offer with {@code server_max_window_bits} unless
 * another implementation of zlib is present; the JDK's has a window of 15 bits, so an offer of 15 can be accepted.
 */
final class DeflateHandshake implements WebSocketServerExtensionHandshaker {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String JDK_WINDOW = "15";
    private static final int COMPRESSION_LEVEL = 6;

    private final WebSocketServerExtensionHandshaker netty;

    /** @param maxMessageBytes of an inflated message: Vert.x's own handler inflates a small message to any size */
    DeflateHandshake(int maxMessageBytes) {
        netty = new PerMessageDeflateServerExtensionHandshaker(
                COMPRESSION_LEVEL,
                false,
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                true,
                false,
                maxMessageBytes);
    }

    @Override
    public WebSocketServerExtension handshakeExtension(WebSocketExtensionData offer) {
        if (!NAME.equals(offer.name()) || !JDK_WINDOW.equals(offer.parameters().get(SERVER_WINDOW))) {
            return netty.handshakeExtension(offer);
        }
        var remaining = new HashMap<>(offer.parameters());
        remaining.remove(SERVER_WINDOW);
        var accepted = netty.handshakeExtension(new WebSocketExtensionData(NAME, remaining));
        return accepted == null ? null : new FullWindow(accepted);
    }

    /** Extension whose response repeats the size of the window, as RFC 7692, 7.1.2.1 requires. */
    private record FullWindow(WebSocketServerExtension deflate) implements WebSocketServerExtension {
        @Override
        public WebSocketExtensionData newReponseData() {
            var response = deflate.newReponseData();
            var parameters = new HashMap<>(response.parameters());
            parameters.put(SERVER_WINDOW, JDK_WINDOW);
            return new WebSocketExtensionData(response.name(), parameters);
        }

        @Override
        public int rsv() {
            return deflate.rsv();
        }

        @Override
        public WebSocketExtensionEncoder newExtensionEncoder() {
            return deflate.newExtensionEncoder();
        }

        @Override
        public WebSocketExtensionDecoder newExtensionDecoder() {
            return deflate.newExtensionDecoder();
        }
    }
}
