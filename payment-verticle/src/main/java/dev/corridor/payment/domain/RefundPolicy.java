package dev.corridor.payment.domain;

/** The rate at which a payment between two currencies is refunded. The payment request states it. */
public enum RefundPolicy {
    /** The payer gets back what they spent. The house takes the gain or loss. */
    ORIGINAL_RATE,
    /** The payer gets the current value. The payer takes the gain or loss. */
    CURRENT_RATE
}
