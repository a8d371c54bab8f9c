package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.journal.Journal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.UUID;

/** Reverses all transfers of a posting with a new posting. */
public final class PostingReversal {
    private final PostingLookup postings;
    private final Journal journal;

    public PostingReversal(PostingLookup postings, Journal journal) {
        this.postings = postings;
        this.journal = journal;
    }

    /** @param reversalId id of the new posting; a repeat under the same id is replayed */
    public Future<Outcome> reverse(UUID postingId, UUID reversalId, String reference) {
        return postings.outcome(postingId).compose(outcome -> {
            if (!(outcome instanceof Posted posted)) {
                throw Problem.of(LedgerError.NOT_REVERSIBLE, "Posting " + postingId + " was refused.");
            }
            var reversal = reversalOf(posted.posting(), reversalId, reference);
            return journal.post(PostingRequest.of(reversal, Correlation.current(), false));
        });
    }

    /**
     * Reverses the last transfer first, so that money passed on within the posting is back before it is taken. The
     * transfers' ids are derived, so that a repeat has the same content.
     */
    private static Posting reversalOf(BookedPosting posting, UUID reversalId, String reference) {
        var transfers = new ArrayList<Transfer>();
        for (int i = posting.transfers().size() - 1; i >= 0; i--) {
            var transfer = posting.transfers().get(i);
            transfers.add(
                    new Transfer.Reversal(Ids.derived(reversalId, transfer.id().toString()), transfer.id()));
        }
        return Posting.of(reversalId, reference, transfers);
    }
}
