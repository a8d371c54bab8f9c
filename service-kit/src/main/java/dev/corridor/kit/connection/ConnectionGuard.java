package dev.corridor.kit.connection;

import dev.corridor.kit.stream.StreamBudget;
import dev.corridor.kit.vertx.ConnectionPipeline;
import dev.corridor.kit.vertx.ServerChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Guard of the connections that a port accepts. It counts them from the accept on, refuses those over the limit of their address,
 * and closes those whose request's head does not end. When memory or file descriptors run out, it closes idle connections, first
 * those that never sent a request, so that a caller who holds connections shuts nobody out.
 */
public final class ConnectionGuard extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class.getName());
    private static final long MAX_SWEEP_MS = 1_000;
    private static final long MIN_SWEEP_MS = 50;
    /** Longer than clients keep idle connections. A connection of HTTP/2 without a request may be held open by pings. */
    private static final long MAX_UNUSED_MS = 90_000;
    /** A connection that was used may be used again at once, so it is not closed at once. */
    private static final long MIN_IDLE_MS = 3_000;
    /** Idle connections are looked for in all of them, so several are closed at a time. */
    private static final int CLOSED_AT_ONCE_PART = 32;

    private final ConnectionLimits limits;
    private final StreamBudget budget;
    private final DescriptorRoom room = new DescriptorRoom(FileDescriptors.ofProcess());
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final Counter refused;
    private final Counter late;
    private final Counter idle;
    private volatile long nowMs = clockMs();

    private ConnectionGuard(ConnectionLimits limits, StreamBudget budget, MeterRegistry metrics) {
        this.limits = limits;
        this.budget = budget;
        this.refused = metrics.counter("corridor.connections.refused");
        this.late = metrics.counter("corridor.connections.closed", "reason", "head_timeout");
        this.idle = metrics.counter("corridor.connections.closed", "reason", "idle");
    }

    /**
     * Guards the connections of a server. Servers that share a port, one on each event loop, share the guard of the first.
     *
     * @param budget counts the memory of connections
     */
    public static HttpServer guard(
            HttpServer listening, ConnectionLimits limits, StreamBudget budget, MeterRegistry metrics) {
        Channel acceptor = ServerChannel.of(listening);
        var guard = new ConnectionGuard(limits, budget, metrics);
        if (acceptor.attr(KEY).setIfAbsent(guard) == null) {
            acceptor.pipeline().addFirst(ConnectionGuard.class.getName(), guard);
        }
        return listening;
    }

    /** Follows the requests of a connection. Called by the server's connection handler. */
    public static void follow(HttpConnection connection) {
        ConnectionPipeline.of(connection).ifPresent(pipeline -> {
            var guarded = pipeline.get(GuardedConnection.class);
            if (guarded == null) {
                return;
            }
            var http2 = pipeline.get(Http2ConnectionHandler.class);
            if (http2 != null) {
                guarded.becameHttp2(http2.connection());
                return;
            }
            ConnectionPipeline.addBeforeVertx(pipeline, new RequestWatch(guarded));
        });
    }

    long nowMs() {
        return nowMs;
    }

    private static long clockMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long everyMs = Math.max(
                MIN_SWEEP_MS, Math.min(MAX_SWEEP_MS, limits.headTimeout().toMillis() / 4));
        var sweeps = context.executor().scheduleAtFixedRate(this::sweep, everyMs, everyMs, TimeUnit.MILLISECONDS);
        context.channel().closeFuture().addListener(closed -> sweeps.cancel(false));
    }

    /** Receives each connection that the port accepts, before it is given to an event loop. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Channel connection && !admit(connection)) {
            refused.increment();
            connection.unsafe().closeForcibly();
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean admit(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return false;
        }
        String address = ClientAddress.of(remote.getAddress());
        boolean isWithinLimit = perAddress.merge(address, 1, Integer::sum) <= limits.perAddress();
        boolean hasMemory = budget.connected();
        long left = room.left(open.size(), accepted.incrementAndGet());
        boolean fits = hasMemory && left > 0;
        // Idle connections are closed by their event loops, later. Those that still have to be closed may use half of
        // the reserve.
        boolean mayFit = isWithinLimit && (fits || closeIdle(1));
        if (!mayFit || room.isExceededBy(-left)) {
            forget(address);
            return false;
        }
        var connection = new GuardedConnection(channel, this);
        open.add(connection);
        channel.closeFuture().addListener(closed -> {
            open.remove(connection);
            forget(address);
        });
        channel.pipeline().addFirst(GuardedConnection.class.getName(), connection);
        return true;
    }

    private void forget(String address) {
        budget.disconnected();
        perAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Closes at least {@code wanted} idle connections, if there are as many. @return false if there is none */
    private boolean closeIdle(long wanted) {
        long now = nowMs;
        var chosen = open.stream()
                .map(Candidate::of)
                .filter(candidate -> candidate.mayBeClosed(now))
                .sorted(Candidate.LEAST_USEFUL_FIRST)
                .limit(Math.max(wanted, open.size() / CLOSED_AT_ONCE_PART))
                .toList();
        chosen.forEach(candidate -> candidate.connection.closeIfIdle());
        idle.increment(chosen.size());
        return !chosen.isEmpty();
    }

    /** State of a connection at one moment, by which connections are sorted while the connections go on. */
    private record Candidate(GuardedConnection connection, boolean isIdle, boolean hasRequested, long activeAtMs) {
        private static final Comparator<Candidate> LEAST_USEFUL_FIRST =
                Comparator.comparing(Candidate::hasRequested).thenComparingLong(Candidate::activeAtMs);

        static Candidate of(GuardedConnection connection) {
            return new Candidate(
                    connection,
                    connection.isIdle() && !connection.isClosing(),
                    connection.hasRequested(),
                    connection.activeAtMs());
        }

        boolean mayBeClosed(long nowMs) {
            return isIdle && (!hasRequested || nowMs - activeAtMs > MIN_IDLE_MS);
        }
    }

    /** Closes what has been useless for too long, and makes room if there is none. */
    private void sweep() {
        long now = clockMs();
        nowMs = now;
        for (GuardedConnection connection : open) {
            connection.follow(now);
            if (connection.isHeadLate(now, limits.headTimeout().toMillis())) {
                late.increment();
                connection.close();
            } else if (connection.isUnused(now, MAX_UNUSED_MS)) {
                idle.increment();
                connection.closeIfIdle();
            }
        }
        room.count(open.size(), accepted.get());
        long over = -room.left(open.size(), accepted.get());
        if (over > 0) {
            closeIdle(over);
        }
    }
}
