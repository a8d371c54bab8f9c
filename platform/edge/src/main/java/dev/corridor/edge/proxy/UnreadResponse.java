package dev.corridor.edge.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * Response that its caller may stop to read. It holds a connection to the service as long as it is sent, and those are shared by all
 * callers, so it is given up when the caller takes no byte for a while.
 */
final class UnreadResponse {
    /** Smaller bodies are in the buffers of the caller's connection at once. */
    private static final long LARGE_BYTES = 32 * 1024;

    private static final int CHECKS = 4;
    /** HTTP/2's error code for a cancelled stream (RFC 9113, section 7). */
    private static final long CANCEL = 8;

    private final HttpServerResponse response;
    private long sent = -1;
    private int checksWithoutProgress;

    private UnreadResponse(HttpServerResponse response) {
        this.response = response;
    }

    /** Whether a body can fill the buffers on the way to a caller. @param bytes negative if not known */
    static boolean isPossible(long bytes) {
        return bytes < 0 || bytes > LARGE_BYTES;
    }

    /** Watches a response until it is sent. */
    static void watch(Vertx vertx, HttpServerResponse response, Duration patience, Future<Void> sent) {
        var unread = new UnreadResponse(response);
        long checks = vertx.setPeriodic(Math.max(1, patience.toMillis() / CHECKS), due -> unread.check());
        sent.onComplete(over -> vertx.cancelTimer(checks));
    }

    private void check() {
        long now = response.bytesWritten();
        checksWithoutProgress = now == sent && response.writeQueueFull() ? checksWithoutProgress + 1 : 0;
        sent = now;
        if (checksWithoutProgress >= CHECKS && !response.closed()) {
            response.reset(CANCEL);
        }
    }
}
