package dev.corridor.payment.domain;

public enum RefundStatus {
    /** Written down; the payment takes no other refund meanwhile. */
    PENDING,
    /** The payer has the money back. */
    COMPLETED,
    /** Nothing moved, and nothing will. */
    FAILED
}
