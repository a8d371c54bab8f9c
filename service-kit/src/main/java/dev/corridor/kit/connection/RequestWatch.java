package dev.corridor.kit.connection;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Netty handler that follows the requests of a connection of HTTP/1, and answers one whose body cannot be read, such as a chunk
 * without a size: Vert.x would close the connection without an answer.
 */
final class RequestWatch extends ChannelDuplexHandler {
    /** For the caller to read the answer: a connection that is closed with unread data is reset. */
    private static final long LINGER_MS = 200;

    private final GuardedConnection connection;
    private boolean hasBegunAnswer;
    private boolean isBroken;

    RequestWatch(GuardedConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isBroken) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest) {
            connection.headRead();
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()
                && isUnanswered()) {
            ReferenceCountUtil.release(message);
            refuse(context);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Whether the broken request is the next one to be answered, and the answer has not begun. */
    private boolean isUnanswered() {
        return connection.requests() == 1 && !hasBegunAnswer;
    }

    private void refuse(ChannelHandlerContext context) {
        isBroken = true;
        String correlationId = Correlation.fresh();
        var problem = Problem.of(StandardError.INVALID_REQUEST, "The body of the request is not well-formed.");
        byte[] body = ProblemResponse.json(problem)
                .put("correlation_id", correlationId)
                .toBuffer()
                .getBytes();
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, ProblemResponse.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(Correlation.HEADER_NAME, correlationId);
        // What still arrives is read and dropped.
        context.channel().config().setAutoRead(true);
        context.writeAndFlush(response).addListener(sent -> context.executor()
                .schedule(() -> context.close(), LINGER_MS, TimeUnit.MILLISECONDS));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (isBroken) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        if (message instanceof HttpResponse response) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                connection.becameStream();
            } else if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                context.write(message, promise);
                return;
            }
            hasBegunAnswer = true;
        }
        if (message instanceof LastHttpContent) {
            hasBegunAnswer = false;
            connection.answered();
        }
        context.write(message, promise);
    }
}
