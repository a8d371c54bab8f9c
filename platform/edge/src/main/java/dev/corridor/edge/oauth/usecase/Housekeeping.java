package dev.corridor.edge.oauth.usecase;

import dev.corridor.kit.concurrency.RepeatedJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Deletes what has expired: grants with their tokens, sessions, counts of failures, and revocations. */
public final class Housekeeping {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Stores stores;
    private final Clock clock;
    private final RepeatedJob job;

    public Housekeeping(Vertx vertx, Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
        this.job = new RepeatedJob(vertx, "expired grants not deleted", PERIOD, () -> deleteExpired()
                .map(false));
    }

    public void start() {
        job.start();
    }

    public Future<?> stop() {
        return job.stop();
    }

    Future<Void> deleteExpired() {
        Instant now = clock.instant();
        return stores.grants()
                .deleteExpired(now)
                .compose(deleted -> stores.accounts().deleteExpired(now, now.minus(UserSignIn.FAILURES_COUNT_FOR)))
                .compose(deleted -> stores.revocations().deleteExpired(now));
    }
}
