package dev.corridor.kit.grpc;

import dev.corridor.kit.config.HostPort;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.util.function.Supplier;

/** Address of a service: its circuit breaker, and whether it is left out because no connection to it works. */
public final class PeerAddress {
    private final HostPort hostPort;
    private final SocketAddress socket;
    private final PeerBreaker breaker;
    private volatile boolean leftOut;

    PeerAddress(HostPort hostPort, PeerBreaker breaker) {
        this.hostPort = hostPort;
        this.socket = SocketAddress.inetSocketAddress(hostPort.port(), hostPort.host());
        this.breaker = breaker;
    }

    public SocketAddress socket() {
        return socket;
    }

    boolean isLeftOut() {
        return leftOut;
    }

    /** @return false if it was left out already */
    synchronized boolean leaveOut() {
        boolean changed = !leftOut;
        leftOut = true;
        return changed;
    }

    void takeBack() {
        leftOut = false;
    }

    /** Whether the breaker lets a call through. Each permission is followed by one {@link #observe}. */
    boolean tryAcquire() {
        return breaker.tryAcquire();
    }

    /** Returns the outcome of {@code call}, which the breaker counts. @param weight how many requests it carries */
    public <T> Future<T> observe(int weight, Supplier<Future<T>> call) {
        return breaker.observe(weight, call);
    }

    @Override
    public String toString() {
        return hostPort.toString();
    }
}
