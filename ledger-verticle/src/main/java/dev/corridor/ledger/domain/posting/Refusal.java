package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.Sha256;
import java.time.Instant;
import java.util.UUID;

/**
 * Reason why a posting was not booked. Refusals are stored.
 *
 * @param fingerprint fingerprint of the request
 * @param usesId whether it uses up the posting's id; false when the id belongs to another posting
 * @param transferIndex index of the refused transfer, from 0; all others are refused as linked_failed
 */
public record Refusal(
        UUID postingId,
        Sha256 fingerprint,
        String reference,
        String correlationId,
        LedgerError reason,
        String detail,
        int transferIndex,
        boolean usesId,
        Instant refusedAt) {

    /** Returns the reason for the transfer at an index. */
    public LedgerError reasonOf(int index) {
        return index == transferIndex ? reason : LedgerError.LINKED_FAILED;
    }
}
