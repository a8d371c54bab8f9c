package dev.corridor.payment.domain;

/** Which side of a payment the amount fixes; the other follows from the rate. */
public enum FixedSide {
    /** The payer spends exactly the amount. */
    SOURCE,
    /** The payee gets exactly the amount. */
    TARGET
}
