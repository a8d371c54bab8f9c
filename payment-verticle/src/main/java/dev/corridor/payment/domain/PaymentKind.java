package dev.corridor.payment.domain;

public enum PaymentKind {
    /** From a person to a person or the merchant. */
    PAYMENT,
    /** From outside into a person's wallet. */
    TOP_UP,
    /** From a person's wallet to their bank. */
    WITHDRAWAL
}
