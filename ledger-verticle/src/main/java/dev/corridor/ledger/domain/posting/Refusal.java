package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.Sha256;
import java.time.Instant;
import java.util.UUID;

/**
 * A posting that was not let into the books, and why. Refusals are kept.
 *
 * @param fingerprint of what was asked for
 * @param spendsId whether the posting's id is spent with it; not so when the id belongs to another posting
 * @param transferIndex position of the transfer that refused, from 0; every other one is refused as linked_failed
 */
public record Refusal(
        UUID postingId,
        Sha256 fingerprint,
        String reference,
        String correlationId,
        LedgerError reason,
        String detail,
        int transferIndex,
        boolean spendsId,
        Instant refusedAt) {

    /** What became of the transfer at that position. */
    public LedgerError reasonOf(int index) {
        return index == transferIndex ? reason : LedgerError.LINKED_FAILED;
    }
}
