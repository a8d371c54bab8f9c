package dev.corridor.ledger.api.grpc;

import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.ledger.usecase.Ledger;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.wire.PostingMessages;
import io.vertx.core.Future;

/** Postings that come together, each decided by itself: whatever is wrong with one is its own result. */
public final class PostingResults {
    private final Ledger ledger;

    public PostingResults(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Never fails. */
    public Future<PostingResult> decide(Posting message) {
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
