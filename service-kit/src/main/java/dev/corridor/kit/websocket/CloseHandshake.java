package dev.corridor.kit.websocket;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;

/**
 * Closes a connection whose peer violates the protocol. Vert.x would end it without a close frame. A violation reaches
 * Vert.x as a close frame with the code to close with: Vert.x responds with the same code and closes the connection.
 */
final class CloseHandshake extends ChannelDuplexHandler {
    private static final long LINGER_MS = 1_000;

    private boolean hasReceivedClose;
    private boolean hasSentClose;
    private boolean lingers;

    /** Drops frames that arrive after a close frame or a violation. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (hasReceivedClose && message instanceof WebSocketFrame) {
            ReferenceCountUtil.release(message);
        } else {
            hasReceivedClose |= message instanceof CloseWebSocketFrame;
            context.fireChannelRead(message);
        }
    }

    /** Handles the violations that the other handlers find. The end of a connection within a message is none. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean isViolation =
                failure instanceof CodecException && context.pipeline().context(WebSocketFrameDecoder.class) != null;
        if (!isViolation) {
            context.fireExceptionCaught(failure);
        } else if (context.channel().isActive()) {
            var violation = violationOf(failure);
            lingers |= !hasReceivedClose && violation.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            channelRead(context, new CloseWebSocketFrame(violation.closeStatus(), violation.getMessage()));
        }
    }

    private static CorruptedWebSocketFrameException violationOf(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException violation) {
            return violation;
        }
        boolean inflatesTooFar =
                failure instanceof DecompressionException && !(failure.getCause() instanceof DataFormatException);
        boolean isTooBig = failure instanceof TooLongFrameException || inflatesTooFar;
        return new CorruptedWebSocketFrameException(
                isTooBig ? WebSocketCloseStatus.MESSAGE_TOO_BIG : WebSocketCloseStatus.INVALID_PAYLOAD_DATA, failure);
    }

    /** Drops frames after a close frame. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (hasSentClose && message instanceof WebSocketFrame) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        } else {
            hasSentClose |= message instanceof CloseWebSocketFrame;
            context.write(message, promise);
        }
    }

    /**
     * Delays the close of a connection whose message is too big, and reads and drops the rest of it. A connection that is
     * closed with unread data is reset, and the peer may never receive the close frame.
     */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (lingers) {
            lingers = false;
            context.executor().schedule(() -> context.close(promise), LINGER_MS, TimeUnit.MILLISECONDS);
        } else {
            context.close(promise);
        }
    }
}
