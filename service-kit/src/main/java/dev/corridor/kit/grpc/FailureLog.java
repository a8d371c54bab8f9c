package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failing calls to another service: the first at once, then at most one line in ten seconds, with the number of
 * failures.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String service;
    private final LongSupplier nanos;
    private boolean hasLogged;
    private long loggedAtNanos;
    private long unlogged;

    /** @param nanos such as {@link System#nanoTime} */
    FailureLog(String service, LongSupplier nanos) {
        this.service = service;
        this.nanos = nanos;
    }

    /** Records a failure of the service or of the connection to it; the service's refusals are not failures. */
    void record(String method, Problem problem) {
        if (problem.code().fault().isServerFault() && isDue()) {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .addKeyValue("method", method)
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("reason", reason(problem))
                    .addKeyValue("failures_since_last_line", takeUnlogged())
                    .log("calls to another service fail");
        }
    }

    private synchronized boolean isDue() {
        unlogged++;
        long now = nanos.getAsLong();
        if (hasLogged && now - loggedAtNanos < PAUSE_NANOS) {
            return false;
        }
        hasLogged = true;
        loggedAtNanos = now;
        return true;
    }

    private synchronized long takeUnlogged() {
        long count = unlogged;
        unlogged = 0;
        return count;
    }

    private static String reason(Problem problem) {
        return problem.getCause() == null ? problem.detail() : problem.detail() + " " + problem.getCause();
    }
}
