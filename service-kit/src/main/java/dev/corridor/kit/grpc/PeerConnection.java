package dev.corridor.kit.grpc;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Watches one connection to a service. It sends an HTTP/2 ping when the connection is idle, and soon when calls on it have
 * no response: a peer that has died without a reset answers neither. A ping without a response closes the connection,
 * which fails the calls on it, so that they can be sent to another address. A slow service answers pings.
 */
final class PeerConnection {
    private static final long CHECK_MS = 250;
    private static final Buffer PING = Buffer.buffer(new byte[8]);

    private final HttpConnection connection;
    private final Duration keepalive;
    private final Duration pingTimeout;
    private int waiting;
    private int waitingBefore;
    private boolean hasResponded;
    private int checksSincePing;
    private boolean isPinging;

    private PeerConnection(HttpConnection connection, Duration keepalive, Duration pingTimeout) {
        this.connection = connection;
        this.keepalive = keepalive;
        this.pingTimeout = pingTimeout;
    }

    /** @param whenClosed called when the connection is closed */
    static PeerConnection watch(
            Vertx vertx, HttpConnection connection, Duration keepalive, Duration pingTimeout, Runnable whenClosed) {
        var watched = new PeerConnection(connection, keepalive, pingTimeout);
        long timer = vertx.setPeriodic(CHECK_MS, due -> watched.check());
        connection.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            whenClosed.run();
        });
        return watched;
    }

    synchronized void callBegins() {
        waiting++;
    }

    /** @param answered whether the peer has responded, with a failure perhaps */
    synchronized void callEnds(boolean answered) {
        waiting--;
        hasResponded |= answered;
    }

    private void check() {
        if (isPingDue()) {
            connection
                    .ping(PING)
                    .timeout(pingTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(pong -> pingEnds())
                    .onFailure(dead -> connection.close());
        }
    }

    private synchronized boolean isPingDue() {
        boolean isUnanswered = waiting > 0 && waitingBefore > 0 && !hasResponded;
        waitingBefore = waiting;
        hasResponded = false;
        checksSincePing++;
        if (isPinging || (!isUnanswered && checksSincePing * CHECK_MS < keepalive.toMillis())) {
            return false;
        }
        checksSincePing = 0;
        isPinging = true;
        return true;
    }

    private synchronized void pingEnds() {
        isPinging = false;
    }
}
