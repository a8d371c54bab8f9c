package dev.corridor.ledger.usecase;

import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.store.Holds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases pending transfers after their expiry. Several instances may run at the same time: the ids of a release are
 * derived from the pending transfer, so all but the first are replays.
 */
public final class HoldExpiry {
    private static final Logger LOG = LoggerFactory.getLogger(HoldExpiry.class);
    private static final long INTERVAL_MS = 1_000;
    private static final int HOLDS_PER_ROUND = 500;

    private final Vertx vertx;
    private final Holds holds;
    private final Journal journal;
    private final Clock clock;
    private boolean stopped;

    public HoldExpiry(Vertx vertx, Holds holds, Journal journal, Clock clock) {
        this.vertx = vertx;
        this.holds = holds;
        this.journal = journal;
        this.clock = clock;
    }

    public void start() {
        vertx.setTimer(INTERVAL_MS, due -> round());
    }

    public void stop() {
        stopped = true;
    }

    private void round() {
        if (stopped) {
            return;
        }
        holds.due(clock.instant(), HOLDS_PER_ROUND)
                .compose(due -> Future.join(due.stream().map(this::release).toList()))
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("expired holds not released"))
                .onComplete(done -> start());
    }

    private Future<?> release(UUID pendingId) {
        var release = new Transfer.Release(Ids.derived(pendingId, "expiry"), pendingId, true);
        var posting = Posting.of(Ids.derived(pendingId, "expiry of"), "Expiry", List.of(release));
        return journal.post(PostingRequest.of(posting, "expiry-" + pendingId, false));
    }
}
