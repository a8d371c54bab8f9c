package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.store.Postings;
import io.vertx.core.Future;
import java.util.UUID;

/** Finds stored postings. */
public final class PostingLookup {
    private final Postings postings;

    public PostingLookup(Postings postings) {
        this.postings = postings;
    }

    /** Returns the outcome stored under a posting's id, with the reversals of its transfers. */
    public Future<StoredPosting> find(UUID id) {
        return outcome(id).compose(outcome -> {
            if (!(outcome instanceof Posted posted)) {
                return Future.succeededFuture(StoredPosting.withoutReversals(outcome));
            }
            var transferIds = posted.posting().transfers().stream()
                    .map(BookedTransfer::id)
                    .toList();
            return postings.reversals(transferIds).map(reversals -> new StoredPosting(outcome, reversals));
        });
    }

    /** @return fails with posting_not_found */
    Future<Outcome> outcome(UUID id) {
        return postings.find(id)
                .map(found -> found.orElseThrow(() ->
                        Problem.of(LedgerError.POSTING_NOT_FOUND, "There is no posting with the id " + id + ".")));
    }
}
