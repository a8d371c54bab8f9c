package dev.corridor.ledger.domain.posting;

/**
 * Rule that lowers a transfer's amount to an account's balance, for sweeps and for emptying an account before it is
 * closed.
 */
public enum Balancing {
    /** Moves exactly the amount. */
    NONE,
    /** Moves at most the amount, and only until the debit account is at zero. */
    DEBIT,
    /** Moves at most the amount, and only until the credit account is at zero. */
    CREDIT
}
