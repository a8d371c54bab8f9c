package dev.corridor.kit.vertx;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;

/**
 * Netty handler that marks a request of an unknown HTTP version, such as HTTP/9.9, as malformed, so that the server's handler of
 * invalid requests answers it.
 *
 * <p>Upstream: no issue asks for it. Vert.x answers such a request itself by an empty 501, which no handler can replace.
 */
public final class HttpVersionCheck extends ChannelInboundHandlerAdapter {
    private HttpVersionCheck() {}

    /** Checks the requests of a connection of HTTP/1 from the first one. Called when the connection is new. */
    public static void apply(HttpConnection connection) {
        ConnectionPipeline.of(connection)
                .ifPresent(pipeline -> ConnectionPipeline.addBeforeVertx(pipeline, new HttpVersionCheck()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && isUnknown(request.protocolVersion())) {
            request.setDecoderResult(DecoderResult.failure(
                    new IllegalArgumentException(request.protocolVersion() + " is not supported")));
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        context.fireChannelRead(message);
    }

    private static boolean isUnknown(HttpVersion version) {
        return !version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0);
    }
}
