package dev.corridor.ledger.domain.account;

/** Rule for the lower bound of an account's available balance. */
public enum LimitPolicy {
    /** No bound. */
    NONE,
    /** Zero. */
    NO_OVERDRAFT,
    /** The overdraft of the {@link Limit} below zero. */
    OVERDRAFT
}
