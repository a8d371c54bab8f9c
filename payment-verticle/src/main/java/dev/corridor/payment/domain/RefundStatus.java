package dev.corridor.payment.domain;

/** Status of a refund. */
public enum RefundStatus {
    /** In flight. The payment accepts no other refund. */
    PENDING,
    /** The payer has received the refund. */
    COMPLETED,
    /** Refused or interrupted. No money has moved. */
    FAILED
}
