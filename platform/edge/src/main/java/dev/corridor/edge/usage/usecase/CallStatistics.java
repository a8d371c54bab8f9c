package dev.corridor.edge.usage.usecase;

import dev.corridor.edge.usage.domain.CallCount;
import dev.corridor.edge.usage.domain.CallRecord;
import dev.corridor.edge.usage.store.CallStatisticsTable;
import dev.corridor.kit.concurrency.RepeatedJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statistics of calls that are added up in memory and written every five seconds. Billing does not read them: what an edge that is
 * killed has not written is lost. Belongs to one verticle.
 */
public final class CallStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(CallStatistics.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration CLEANING = Duration.ofMinutes(10);
    /** Counts that wait while the database cannot be reached; then calls are left out. */
    private static final int COUNTS_MAX = 20_000;

    private final CallStatisticsTable table;
    private final Clock clock;
    private final RepeatedJob job;
    private Map<CallCount.Key, CallCount> counts = new HashMap<>();
    private Instant cleanedAt = Instant.EPOCH;
    private long leftOut;

    public CallStatistics(Vertx vertx, CallStatisticsTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
        this.job = new RepeatedJob(vertx, "call statistics not written", PERIOD, () -> write().map(false));
    }

    public void start() {
        job.start();
    }

    public void add(CallRecord call) {
        add(CallCount.of(call));
    }

    private void add(CallCount count) {
        if (counts.size() >= COUNTS_MAX && !counts.containsKey(count.key())) {
            leftOut++;
        } else {
            counts.merge(count.key(), count, CallCount::plus);
        }
    }

    /** Writes what was added since the last time. */
    public Future<Void> write() {
        if (leftOut > 0) {
            LOG.atWarn().addKeyValue("calls", leftOut).log("calls left out of the statistics");
            leftOut = 0;
        }
        var written = counts;
        counts = new HashMap<>();
        Future<Void> added = written.isEmpty() ? Future.succeededFuture() : table.add(written.values());
        return added.onFailure(unreachable -> written.values().forEach(this::add))
                .compose(done -> clean());
    }

    private Future<Void> clean() {
        Instant now = clock.instant();
        if (now.isBefore(cleanedAt.plus(CLEANING))) {
            return Future.succeededFuture();
        }
        cleanedAt = now;
        return table.removeExpired(now);
    }

    public Future<?> stop() {
        return job.stop().transform(stopped -> write());
    }
}
