package dev.corridor.ledger.domain.posting;

/** Lets a transfer's amount be "as much as is there, up to": for sweeps, and for emptying an account before it is closed. */
public enum Balancing {
    /** Exactly the amount. */
    NONE,
    /** As much as brings the debit account to zero, at most the amount. */
    DEBIT,
    /** As much as brings the credit account to zero, at most the amount. */
    CREDIT
}
