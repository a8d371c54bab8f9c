package dev.corridor.kit.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;

/**
 * Netty handler that enforces RFC 6455 where Vert.x 5.0.7 does not. Vert.x ends a connection that violates the protocol
 * without a close frame; accepts text that is not UTF-8, reserved bits that no extension has negotiated, and invalid
 * close codes; loses a message whose first fragment is empty; inflates a small message to any size; and sends frames
 * after its close frame. No upstream issue asks for these rules.
 *
 * <p>Vert.x receives complete messages only. A violation reaches it as a close frame with the code to close with: Vert.x
 * responds to a close frame with the same code and then closes the connection. Belongs to one connection.
 */
public final class WebSocketRules extends ChannelDuplexHandler {
    private static final String EXTENSIONS = "webSocketExtensionHandler";
    private static final int COMPRESSION_LEVEL = 6;
    private static final int LOWEST_CODE = 1000;
    private static final int HIGHEST_CODE = 4999;
    private static final int CODE_BYTES = 2;
    private static final int EMPTY_CLOSE = -1;
    private static final long LINGER_MS = 1_000;

    private final int maxMessageBytes;
    /** The fragments of a message so far; null between messages. */
    private ByteBuf fragments;

    /** The newest ping that arrived while the peer reads nothing. */
    private WebSocketFrame unanswered;

    private boolean isText;
    private boolean isOver;
    private boolean lingers;
    private boolean hasSentClose;

    private WebSocketRules(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Adds the rules to a connection that may become a WebSocket. */
    public static void apply(ChannelPipeline pipeline, int maxMessageBytes) {
        if (pipeline.get(EXTENSIONS) != null) {
            pipeline.addAfter(EXTENSIONS, "webSocketRules", new WebSocketRules(maxMessageBytes));
            pipeline.replace(EXTENSIONS, EXTENSIONS, deflateUpTo(maxMessageBytes));
        }
    }

    private static WebSocketServerExtensionHandler deflateUpTo(int maxMessageBytes) {
        return new WebSocketServerExtensionHandler(new PerMessageDeflateServerExtensionHandshaker(
                COMPRESSION_LEVEL,
                ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                false,
                false,
                maxMessageBytes));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
        } else if (isOver) {
            frame.release();
        } else if (frame.rsv() != 0) {
            refuse(context, frame, WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits without an extension");
        } else if (frame instanceof CloseWebSocketFrame close) {
            readClose(context, close);
        } else if (isData(frame)) {
            readData(context, frame);
        } else if (frame instanceof PingWebSocketFrame && !context.channel().isWritable()) {
            storeNewest(frame);
        } else {
            context.fireChannelRead(frame);
        }
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }

    /** Stores only the newest ping: unread pongs would pile up, and the RFC requires a response to the newest ping only. */
    private void storeNewest(WebSocketFrame ping) {
        ReferenceCountUtil.release(unanswered);
        unanswered = ping;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (unanswered != null && context.channel().isWritable()) {
            var ping = unanswered;
            unanswered = null;
            context.fireChannelRead(ping);
            context.fireChannelReadComplete();
        }
        context.fireChannelWritabilityChanged();
    }

    private void readClose(ChannelHandlerContext context, CloseWebSocketFrame close) {
        int code = code(close);
        if (code != EMPTY_CLOSE && (code < LOWEST_CODE || code > HIGHEST_CODE)) {
            refuse(context, close, WebSocketCloseStatus.PROTOCOL_ERROR, "an invalid close code");
        } else if (code != EMPTY_CLOSE && !isUtf8(close.content(), CODE_BYTES)) {
            refuse(context, close, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a reason that is not UTF-8");
        } else {
            isOver = true;
            context.fireChannelRead(close);
        }
    }

    private static int code(CloseWebSocketFrame close) {
        var body = close.content();
        return body.readableBytes() < CODE_BYTES ? EMPTY_CLOSE : body.getUnsignedShort(body.readerIndex());
    }

    private void readData(ChannelHandlerContext context, WebSocketFrame frame) {
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            isText = frame instanceof TextWebSocketFrame;
        }
        int bytes = frame.content().readableBytes() + (fragments == null ? 0 : fragments.readableBytes());
        if (bytes > maxMessageBytes) {
            lingers = true;
            refuse(context, frame, WebSocketCloseStatus.MESSAGE_TOO_BIG, tooBig());
        } else if (frame.isFinalFragment()) {
            complete(context, fragments == null ? frame.content() : join(context, frame));
        } else {
            join(context, frame);
        }
    }

    private ByteBuf join(ChannelHandlerContext context, WebSocketFrame fragment) {
        if (fragments == null) {
            fragments = context.alloc().buffer();
        }
        fragments.writeBytes(fragment.content());
        fragment.release();
        return fragments;
    }

    private void complete(ChannelHandlerContext context, ByteBuf content) {
        fragments = null;
        if (!isText) {
            context.fireChannelRead(new BinaryWebSocketFrame(content));
        } else if (isUtf8(content, 0)) {
            context.fireChannelRead(new TextWebSocketFrame(content));
        } else {
            content.release();
            fail(context, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text that is not UTF-8");
        }
    }

    private static boolean isUtf8(ByteBuf content, int from) {
        ByteBuffer bytes = content.nioBuffer(content.readerIndex() + from, content.readableBytes() - from);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private void refuse(
            ChannelHandlerContext context, WebSocketFrame frame, WebSocketCloseStatus status, String reason) {
        frame.release();
        fail(context, status, reason);
    }

    private void fail(ChannelHandlerContext context, WebSocketCloseStatus status, String reason) {
        isOver = true;
        context.fireChannelRead(new CloseWebSocketFrame(status, reason));
    }

    /** Handles frames that Netty's decoders could not read. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean unreadable =
                failure instanceof DecoderException && context.pipeline().context(WebSocketFrameDecoder.class) != null;
        if (!unreadable) {
            context.fireExceptionCaught(failure);
        } else if (!isOver) {
            var status = statusOf(failure);
            lingers = status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            fail(context, status, lingers ? tooBig() : reasonOf(failure));
        }
    }

    private static WebSocketCloseStatus statusOf(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            return corrupted.closeStatus();
        }
        boolean inflatesTooFar =
                failure instanceof DecompressionException && !(failure.getCause() instanceof DataFormatException);
        return inflatesTooFar ? WebSocketCloseStatus.MESSAGE_TOO_BIG : WebSocketCloseStatus.INVALID_PAYLOAD_DATA;
    }

    private static String reasonOf(Throwable failure) {
        return failure instanceof CorruptedWebSocketFrameException
                ? failure.getMessage()
                : "a message that cannot be inflated";
    }

    private String tooBig() {
        return "a message of more than " + maxMessageBytes + " bytes";
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

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(fragments);
        ReferenceCountUtil.release(unanswered);
        fragments = null;
        unanswered = null;
    }
}
