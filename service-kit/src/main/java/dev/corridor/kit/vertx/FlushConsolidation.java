package dev.corridor.kit.vertx;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Vert.x writes each message to the socket at once, and the end of a gRPC call by itself: a system call each, and whoever
 * receives it wakes up for each. With Netty's own handler for this, what a turn of the event loop has to write leaves together: the
 * answers to a transaction's thousand callers, or the three frames of a call.
 */
public final class FlushConsolidation {
    /** Then they leave before the turn is over. */
    private static final int MOST = 256;

    private FlushConsolidation() {}

    /** From now on. On the connection's event loop. */
    public static void apply(ChannelPipeline pipeline) {
        pipeline.addFirst(new FlushConsolidationHandler(MOST, true));
    }
}
