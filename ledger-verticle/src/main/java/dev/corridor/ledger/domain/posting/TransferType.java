package dev.corridor.ledger.domain.posting;

/** What a transfer does. */
public enum TransferType {
    /** Moves money at once. */
    DIRECT,
    /** Reserves it, until it is posted, voided or has expired. */
    PENDING,
    /** Moves what was reserved, or a part; the rest is released. */
    POST,
    /** Releases what was reserved. */
    VOID,
    /** Releases what was reserved, because its time was up. The ledger's own. */
    EXPIRE,
    /** Moves back what another transfer moved. */
    REVERSAL;

    /** Whether it changes the posted balances, and so is a line of a statement. */
    public boolean moves() {
        return this == DIRECT || this == POST || this == REVERSAL;
    }

    /** Whether it ends a pending transfer. */
    public boolean resolves() {
        return this == POST || this == VOID || this == EXPIRE;
    }
}
