package dev.corridor.ledger.usecase;

import dev.corridor.kit.concurrency.RepeatedJob;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.store.Holds;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Releases pending transfers after their expiry. Several instances may run at the same time: the ids of a release are
 * derived from the pending transfer, so all but the first are replays.
 */
public final class HoldExpiry {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(10);
    private static final int HOLDS_PER_ROUND = 500;

    private final Holds holds;
    private final Journal journal;
    private final Clock clock;
    private final RepeatedJob job;
    private final RepeatedJob count;
    private final AtomicLong due;

    public HoldExpiry(Vertx vertx, Holds holds, Journal journal, Clock clock, MeterRegistry metrics) {
        this.holds = holds;
        this.journal = journal;
        this.clock = clock;
        this.job = new RepeatedJob(vertx, "expired holds not released", INTERVAL, this::releaseDue);
        this.due = metrics.gauge("corridor.ledger.holds.due", new AtomicLong());
        this.count = new RepeatedJob(vertx, "expired holds not counted", COUNTED_EVERY, this::countDue);
    }

    public void start() {
        job.start();
        count.start();
    }

    public void stop() {
        job.stop();
        count.stop();
    }

    private Future<Boolean> countDue() {
        return holds.countDue(clock.instant()).onSuccess(due::set).map(false);
    }

    private Future<Boolean> releaseDue() {
        return holds.due(clock.instant(), HOLDS_PER_ROUND)
                .compose(due -> Future.join(due.stream().map(this::release).toList()))
                .map(HoldExpiry::mayHaveMore);
    }

    /** A round that released all it could is followed at once, so that releasing keeps up with the holds that expire. */
    private static boolean mayHaveMore(CompositeFuture round) {
        return round.size() == HOLDS_PER_ROUND && round.list().stream().allMatch(Outcome.Posted.class::isInstance);
    }

    private Future<Outcome> release(UUID pendingId) {
        var release = new Transfer.Release(Ids.derived(pendingId, "expiry"), pendingId, true);
        var posting = Posting.of(Ids.derived(pendingId, "expiry of"), "Expiry", List.of(release));
        return journal.post(PostingRequest.of(posting, "expiry-" + pendingId, false));
    }
}
