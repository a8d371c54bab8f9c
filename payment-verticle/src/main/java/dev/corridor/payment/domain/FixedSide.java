package dev.corridor.payment.domain;

/** The side of a conversion whose amount the request gives. The other side follows from the rate. */
public enum FixedSide {
    /** The payer spends exactly the amount. */
    SOURCE,
    /** The payee receives exactly the amount. */
    TARGET
}
