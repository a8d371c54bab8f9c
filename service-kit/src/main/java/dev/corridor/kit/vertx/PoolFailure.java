package dev.corridor.kit.vertx;

import java.util.List;

/**
 * Recognizes failures of a pool of database connections: there was none in time, or the one that the pool gave has just been
 * closed.
 *
 * <p>Upstream: no issue asks for it. The client fails such a request with an exception of its general types that only the text
 * tells from others; exceptions of their own, as there is for a full queue, would replace this class.
 */
public final class PoolFailure {
    private static final List<String> MESSAGES = List.of(
            "Timeout waiting for connection",
            "Connection is not active now",
            "Pending requests failed to be sent due to connection has been closed",
            "Pool closed");

    private PoolFailure() {}

    public static boolean is(Throwable failure) {
        String message = failure.getMessage();
        return message != null
                && failure.getClass().getPackageName().startsWith("io.vertx.core")
                && MESSAGES.stream().anyMatch(message::startsWith);
    }
}
