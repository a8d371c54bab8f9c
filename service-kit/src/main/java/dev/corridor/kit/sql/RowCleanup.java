package dev.corridor.kit.sql;

import dev.corridor.kit.concurrency.RepeatedJob;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Job that deletes the expired rows of tables: batch after batch while there are more, so that it keeps up with those who write them.
 * The gauge {@code corridor.rows.expired} shows how many of each table are left. Belongs to one event loop.
 */
public final class RowCleanup {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(10);

    private final List<RepeatedJob> jobs = new ArrayList<>();

    private RowCleanup() {}

    public static RowCleanup start(Vertx vertx, MeterRegistry metrics, ExpiredRows... tables) {
        var cleanup = new RowCleanup();
        for (ExpiredRows rows : tables) {
            var left = metrics.gauge("corridor.rows.expired", Tags.of("table", rows.table()), new AtomicLong());
            cleanup.jobs.add(new RepeatedJob(
                            vertx, "expired rows of " + rows.table() + " could not be deleted", PAUSE, rows::delete)
                    .start());
            cleanup.jobs.add(new RepeatedJob(
                            vertx,
                            "expired rows of " + rows.table() + " could not be counted",
                            COUNTED_EVERY,
                            () -> rows.count().onSuccess(left::set).map(false))
                    .start());
        }
        return cleanup;
    }

    /** Completes when the statements in flight have ended. */
    public Future<?> stop() {
        return Future.join(jobs.stream().map(RepeatedJob::stop).toList());
    }
}
