package dev.corridor.ledger.domain.account;

/** How far down an account may go. */
public enum LimitPolicy {
    /** Either sign. */
    NONE,
    /** Never below zero. */
    NO_OVERDRAFT,
    /** Never below an overdraft, which the {@link Limit} says. */
    OVERDRAFT
}
