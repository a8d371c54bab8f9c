package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which service failed and why: the first time at once, then at most every ten seconds, with the number in between. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String service;
    private final LongSupplier nanos;
    private boolean hasSpoken;
    private long spokeAtNanos;
    private long unsaid;

    /** @param nanos such as {@link System#nanoTime} */
    FailureLog(String service, LongSupplier nanos) {
        this.service = service;
        this.nanos = nanos;
    }

    /** Takes note of a failure that the service, or the way to it, has caused; what it refuses is its caller's business. */
    void note(String method, Problem problem) {
        if (problem.code().fault().isServerFault() && isDue()) {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .addKeyValue("method", method)
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("reason", reason(problem))
                    .addKeyValue("failed_since_last_said", takeUnsaid())
                    .log("calls to another service fail");
        }
    }

    private synchronized boolean isDue() {
        unsaid++;
        long now = nanos.getAsLong();
        if (hasSpoken && now - spokeAtNanos < PAUSE_NANOS) {
            return false;
        }
        hasSpoken = true;
        spokeAtNanos = now;
        return true;
    }

    private synchronized long takeUnsaid() {
        long count = unsaid;
        unsaid = 0;
        return count;
    }

    private static String reason(Problem problem) {
        return problem.getCause() == null ? problem.detail() : problem.detail() + " " + problem.getCause();
    }
}
