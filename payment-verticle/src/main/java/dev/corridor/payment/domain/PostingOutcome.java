package dev.corridor.payment.domain;

import java.util.Optional;

/**
 * What the ledger decided. That it did not decide, or that nobody knows, is not an outcome but a failure of the call.
 *
 * @param refusal empty: posted
 */
public record PostingOutcome(Optional<PaymentError> refusal) {
    public static final PostingOutcome POSTED = new PostingOutcome(Optional.empty());

    public static PostingOutcome refused(PaymentError reason) {
        return new PostingOutcome(Optional.of(reason));
    }
}
