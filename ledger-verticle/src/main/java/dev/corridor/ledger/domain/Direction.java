package dev.corridor.ledger.domain;

/** The side of an account that a transfer writes on. */
public enum Direction {
    DEBIT,
    CREDIT
}
