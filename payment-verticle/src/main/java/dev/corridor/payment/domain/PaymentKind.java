package dev.corridor.payment.domain;

/** Kind of a payment. */
public enum PaymentKind {
    /** From a user to a user or the default merchant. */
    PAYMENT,
    /** From outside into a user's wallet. */
    TOP_UP,
    /** From a user's wallet to their bank. */
    WITHDRAWAL
}
