package dev.corridor.ledger.domain.posting;

/**
 * A posting with who asked for it.
 *
 * @param correlationId of the request that asked
 */
public record PostingRequest(Posting posting, Fingerprint fingerprint, String correlationId, boolean dryRun) {
    public static PostingRequest of(Posting posting, String correlationId, boolean dryRun) {
        return new PostingRequest(posting, Fingerprint.of(posting), correlationId, dryRun);
    }
}
