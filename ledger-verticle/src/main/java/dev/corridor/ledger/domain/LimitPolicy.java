package dev.corridor.ledger.domain;

/** How far down an account's balance, on its normal side, may go. */
public enum LimitPolicy {
    /** Either sign. */
    NONE,
    /** Never below zero. */
    NO_OVERDRAFT;

    boolean allows(long balanceMinor) {
        return this == NONE || balanceMinor >= 0;
    }
}
