package dev.corridor.payment.domain;

/** What can be done to a payment; {@link PaymentStatus#TRANSITIONS} says when. */
public enum PaymentCommand {
    /** Set the payer's money aside. */
    RESERVE,
    /** Give it to the payee: at once, or by capturing what was reserved. */
    COMPLETE,
    FAIL,
    CANCEL,
    /** The time for which money was reserved is over. */
    EXPIRE,
    REFUND_PART,
    /** Refund all that is left. */
    REFUND_REST
}
