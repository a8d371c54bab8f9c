package dev.corridor.kit.vertx;

import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;

/**
 * Factory of WebSocket text frames over bytes that are encoded already, so that many connections can send the same bytes.
 *
 * <p>Upstream: <a href="https://github.com/eclipse-vertx/vert.x/issues/2756">vert.x#2756</a>. Vert.x makes text frames from a
 * String only and encodes the String again for every connection. With a public {@code textFrame(Buffer, boolean)} this class
 * can go.
 */
public final class TextFrames {
    private TextFrames() {}

    /** Returns a new frame over the given bytes. Writing a frame moves its read position, so that each write needs its own. */
    public static WebSocketFrame of(byte[] utf8) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, utf8, true);
    }
}
