package dev.corridor.ledger.journal;

import dev.corridor.kit.request.Deadline;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.PostingRequest;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;

/**
 * Posting that waits for its outcome until its caller's deadline.
 *
 * @param ids of the posting and of everything it refers to
 * @param deadline see {@link Deadline}
 * @param journal whose event loop the outcome belongs to
 */
record QueuedPosting(PostingRequest request, List<UUID> ids, long deadline, Journal journal, Promise<Outcome> outcome) {

    int transfers() {
        return request.posting().transfers().size();
    }

    Answer answer(Outcome result) {
        return new Answer(this, result, null);
    }

    Answer failure(Throwable failure) {
        return new Answer(this, null, failure);
    }

    /** The result of a queued posting, or why there is none. */
    record Answer(QueuedPosting posting, Outcome result, Throwable failure) {
        /** Completes the caller's future, on the event loop of the posting's journal. */
        void complete() {
            posting.outcome.complete(result, failure);
        }
    }
}
