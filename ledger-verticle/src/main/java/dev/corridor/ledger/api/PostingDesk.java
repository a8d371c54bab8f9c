package dev.corridor.ledger.api;

import dev.corridor.kit.correlation.Correlation;
import dev.corridor.kit.door.ProblemResponse;
import dev.corridor.ledger.Ledger;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;

/** Postings that come together, each decided by itself: whatever is wrong with one is its own result. */
final class PostingDesk {
    private final Ledger ledger;

    PostingDesk(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Never fails. */
    Future<PostingResult> decide(Posting message) {
        // Not the message itself: thousands wait at a time.
        String postingId = message.getPostingId();
        return Future.succeededFuture(message)
                .compose(this::post)
                .otherwise(failure -> PostingMessages.failed(postingId, ProblemResponse.problemOf(failure, 500)));
    }

    private Future<PostingResult> post(Posting message) {
        var posting = PostingMessages.posting(message);
        return ledger.post(
                        posting,
                        Correlation.accept(message.getCorrelationId(), Correlation::current),
                        message.getDryRun())
                .map(outcome -> PostingMessages.result(outcome, posting));
    }
}
