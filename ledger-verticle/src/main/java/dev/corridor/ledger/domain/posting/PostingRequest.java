package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.Sha256;

/**
 * Posting with the circumstances of its request.
 *
 * @param correlationId correlation id of the request
 */
public record PostingRequest(Posting posting, Sha256 fingerprint, String correlationId, boolean dryRun) {
    public static PostingRequest of(Posting posting, String correlationId, boolean dryRun) {
        return new PostingRequest(posting, PostingFingerprint.of(posting), correlationId, dryRun);
    }
}
