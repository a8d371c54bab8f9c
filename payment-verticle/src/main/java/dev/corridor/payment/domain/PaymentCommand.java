package dev.corridor.payment.domain;

/** Command that changes the status of a payment. {@link PaymentStatus#TRANSITIONS} says from which status. */
public enum PaymentCommand {
    /** Hold the payer's money. */
    RESERVE,
    /** Pay the payee: at once, or by capturing the hold. */
    COMPLETE,
    FAIL,
    CANCEL,
    /** Release a hold whose time is over. */
    EXPIRE,
    REFUND_PART,
    /** Refund all that is not refunded yet. */
    REFUND_REST
}
