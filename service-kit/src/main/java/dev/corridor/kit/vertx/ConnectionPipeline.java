package dev.corridor.kit.vertx;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.Optional;

/**
 * Finds the Netty pipeline of an HTTP connection.
 *
 * <p>Upstream: no issue asks for it. Vert.x has no public API to add a Netty handler to an HTTP connection; a {@code
 * HttpConnection.channelHandlerContext()}, as {@code NetSocketInternal} has it (<a
 * href="https://github.com/eclipse-vertx/vert.x/pull/4142">vert.x#4142</a>), would replace this class.
 */
public final class ConnectionPipeline {
    private ConnectionPipeline() {}

    /** Empty for a connection that is not Vert.x's own, such as one of a test. */
    public static Optional<ChannelPipeline> of(HttpConnection connection) {
        return connection instanceof ConnectionBase transport
                ? Optional.of(transport.channel().pipeline())
                : Optional.empty();
    }

    /** Adds a handler of decoded messages, the last one before Vert.x's own. It sees the first request of a new connection of HTTP/1. */
    public static void addBeforeVertx(ChannelPipeline pipeline, ChannelHandler handler) {
        var vertx = pipeline.context(VertxHandler.class);
        if (vertx != null) {
            pipeline.addBefore(vertx.name(), handler.getClass().getName(), handler);
        }
    }
}
