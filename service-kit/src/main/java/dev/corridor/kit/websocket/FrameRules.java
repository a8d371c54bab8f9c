package dev.corridor.kit.websocket;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;

/** Rejects invalid frames that Netty's decoders accept. */
final class FrameRules extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int HIGHEST_CODE = 4999;
    private static final int CODE_BYTES = 2;

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        requireNoReservedBits(frame);
        if (frame instanceof CloseWebSocketFrame close && close.statusCode() >= 0) {
            requireCode(close);
            requireReason(close);
        }
        context.fireChannelRead(frame.retain());
    }

    /** Netty's decoder allows reserved bits as soon as the server supports an extension, negotiated or not. */
    private static void requireNoReservedBits(WebSocketFrame frame) {
        if (frame.rsv() != 0) {
            throw violation(WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits without an extension");
        }
    }

    /** Netty's decoder allows every code from 3000 up. */
    private static void requireCode(CloseWebSocketFrame close) {
        if (close.statusCode() > HIGHEST_CODE) {
            throw violation(WebSocketCloseStatus.PROTOCOL_ERROR, "an invalid close code");
        }
    }

    /** Netty's decoder allows a reason that ends within a character. */
    private static void requireReason(CloseWebSocketFrame close) {
        var body = close.content();
        int from = body.readerIndex() + CODE_BYTES;
        if (!ByteBufUtil.isText(body, from, body.readableBytes() - CODE_BYTES, StandardCharsets.UTF_8)) {
            throw violation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a reason that is not UTF-8");
        }
    }

    private static CorruptedWebSocketFrameException violation(WebSocketCloseStatus status, String reason) {
        return new CorruptedWebSocketFrameException(status, reason);
    }
}
