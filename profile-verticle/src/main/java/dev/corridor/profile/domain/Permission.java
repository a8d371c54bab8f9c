package dev.corridor.profile.domain;

/** What a user may do with money. */
public enum Permission {
    /** Pay, hold, withdraw, and have a hold captured. */
    PAY,
    /** Be paid or topped up. */
    RECEIVE,
    /** Return what was received. */
    REFUND
}
