package dev.corridor.payment.domain;

import java.util.Optional;

/**
 * The ledger's decision on a posting. A call without a decision fails instead.
 *
 * @param refusal empty if it was posted
 */
public record PostingOutcome(Optional<PaymentError> refusal) {
    public static final PostingOutcome POSTED = new PostingOutcome(Optional.empty());

    public static PostingOutcome refused(PaymentError reason) {
        return new PostingOutcome(Optional.of(reason));
    }
}
