package dev.corridor.kit.vertx;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;

/**
 * Writes to the socket once for each turn of the event loop instead of once for each message, by Netty's own {@link
 * FlushConsolidationHandler}.
 *
 * <p>Upstream: <a href="https://github.com/eclipse-vertx/vert.x/pull/4595">vert.x#4595</a>. Vert.x consolidates flushes while it
 * reads from the connection. A message that another connection's event causes, such as the response to a transaction's callers
 * or a tick, is flushed by itself, and the end of a gRPC call once more: each flush is a system call that wakes the receiver.
 */
public final class FlushConsolidation {
    /** After so many flushes of one turn the messages are written before the turn ends. */
    private static final int FLUSHES_MAX = 256;

    private FlushConsolidation() {}

    /** Consolidates the flushes of a connection from now on. Called on the connection's event loop. */
    public static void apply(HttpConnection connection) {
        ConnectionPipeline.of(connection).ifPresent(FlushConsolidation::apply);
    }

    static void apply(ChannelPipeline pipeline) {
        pipeline.addFirst(new FlushConsolidationHandler(FLUSHES_MAX, true));
    }
}
