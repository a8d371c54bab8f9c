package dev.corridor.payment.domain;

/** At what rate money comes back that was exchanged on its way; stated on the payment, before anybody wants it back. */
public enum RefundPolicy {
    /** The payer gets back what they spent; what the currencies have done since is the house's gain or loss. */
    ORIGINAL_RATE,
    /** The payer gets what the money is worth now: the gain or loss is theirs. */
    CURRENT_RATE
}
