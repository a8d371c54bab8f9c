package dev.corridor.ledger.domain.posting;

/** Effect of a transfer. */
public enum TransferType {
    /** Moves money at once. */
    DIRECT,
    /** Reserves money until it is posted, voided or expires. */
    PENDING,
    /** Moves all or part of the reserved money and releases the rest. */
    POST,
    /** Releases reserved money at a caller's request. */
    VOID,
    /** Releases reserved money after its expiry. Only the ledger makes it. */
    EXPIRE,
    /** Moves back the money of another transfer. */
    REVERSAL;

    /** Whether it changes posted balances, and so is an entry of a statement. */
    public boolean moves() {
        return this == DIRECT || this == POST || this == REVERSAL;
    }

    /** Whether it ends a pending transfer. */
    public boolean resolves() {
        return this == POST || this == VOID || this == EXPIRE;
    }
}
