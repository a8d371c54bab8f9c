package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.Sha256;

/**
 * A posting with who asked for it.
 *
 * @param correlationId of the request that asked
 */
public record PostingRequest(Posting posting, Sha256 fingerprint, String correlationId, boolean dryRun) {
    public static PostingRequest of(Posting posting, String correlationId, boolean dryRun) {
        return new PostingRequest(posting, Sha256.of(posting), correlationId, dryRun);
    }
}
