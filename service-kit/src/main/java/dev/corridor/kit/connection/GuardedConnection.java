package dev.corridor.kit.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;

/**
 * Netty handler that knows what an accepted connection is doing. It is first in the pipeline, from the accept on. Its state is
 * written by the connection's event loop and read by the guard's.
 */
final class GuardedConnection extends ChannelInboundHandlerAdapter {
    private static final long NONE = -1;

    private final Channel channel;
    private final ConnectionGuard guard;
    private final long acceptedAtMs;
    private volatile long activeAtMs;
    private volatile long headBegunAtMs = NONE;
    private volatile int requests;
    private volatile boolean hasRequested;
    private volatile boolean isStream;
    private volatile Http2Connection http2;
    private volatile boolean isClosing;
    private int lastStream;

    GuardedConnection(Channel channel, ConnectionGuard guard) {
        this.channel = channel;
        this.guard = guard;
        this.acceptedAtMs = guard.nowMs();
        this.activeAtMs = acceptedAtMs;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        long now = guard.nowMs();
        activeAtMs = now;
        if (headBegunAtMs == NONE && requests == 0 && !isStream && http2 == null) {
            headBegunAtMs = now;
        }
        context.fireChannelRead(message);
    }

    /** The connection has become one of HTTP/2, whose requests are streams. */
    void becameHttp2(Http2Connection connection) {
        http2 = connection;
        headBegunAtMs = NONE;
    }

    void headRead() {
        headBegunAtMs = NONE;
        hasRequested = true;
        requests++;
    }

    void answered() {
        requests--;
    }

    /** The connection has become a WebSocket. */
    void becameStream() {
        isStream = true;
    }

    int requests() {
        return requests;
    }

    void close() {
        isClosing = true;
        channel.close();
    }

    /** Notes the requests of a connection of HTTP/2. Called by the guard now and then. */
    void follow(long nowMs) {
        Http2Connection connection = http2;
        if (connection == null) {
            return;
        }
        int last = connection.remote().lastStreamCreated();
        if (last != lastStream || connection.numActiveStreams() > 0) {
            lastStream = last;
            hasRequested = true;
            activeAtMs = nowMs;
        }
    }

    boolean isHeadLate(long nowMs, long headTimeoutMs) {
        long begun = headBegunAtMs;
        return begun != NONE && requests == 0 && nowMs - begun > headTimeoutMs;
    }

    /** Whether the connection has never had a request; one of HTTP/1, whether it has had none for long. */
    boolean isUnused(long nowMs, long maxUnusedMs) {
        return http2 == null
                ? isIdle() && nowMs - activeAtMs > maxUnusedMs
                : !hasRequested && nowMs - acceptedAtMs > maxUnusedMs;
    }

    /** Closes the connection unless a request has come meanwhile. */
    void closeIfIdle() {
        isClosing = true;
        channel.eventLoop().execute(() -> {
            if (isIdle()) {
                channel.close();
            } else {
                isClosing = false;
            }
        });
    }

    boolean isClosing() {
        return isClosing;
    }

    /** Whether nobody waits for anything on the connection. */
    boolean isIdle() {
        Http2Connection connection = http2;
        return connection == null ? requests == 0 && !isStream : connection.numActiveStreams() == 0;
    }

    boolean hasRequested() {
        return hasRequested;
    }

    long activeAtMs() {
        return activeAtMs;
    }
}
