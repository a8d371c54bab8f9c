package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Texts;
import dev.corridor.ledger.domain.LedgerError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Transfers that are booked together, in this order, or not at all.
 *
 * @param reference text for users, at most 140 characters
 * @param metadata values for programs
 * @param effectiveAt time from which it counts; empty: its booking time
 */
public record Posting(
        UUID id, String reference, Metadata metadata, Optional<Instant> effectiveAt, List<Transfer> transfers) {
    public static final int TRANSFERS_MAX = 1_000;
    public static final int REFERENCE_CHARACTERS_MAX = 140;

    public Posting {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(effectiveAt, "effectiveAt");
        transfers = List.copyOf(transfers);
        if (transfers.isEmpty() || transfers.size() > TRANSFERS_MAX) {
            throw Problem.of(LedgerError.POSTING_INVALID, "A posting has 1 to " + TRANSFERS_MAX + " transfers.");
        }
        if (!Texts.isStorable(reference, REFERENCE_CHARACTERS_MAX)) {
            throw Problem.of(
                    LedgerError.POSTING_INVALID,
                    "The reference must be at most %d characters, none of them a control character."
                            .formatted(REFERENCE_CHARACTERS_MAX));
        }
    }

    public static Posting of(UUID id, String reference, List<Transfer> transfers) {
        return new Posting(id, reference, Metadata.NONE, Optional.empty(), transfers);
    }
}
