package dev.corridor.ledger.domain;

import dev.corridor.kit.error.Problem;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Transfers that happen together, in this order, or not at all. Two postings with the same content are equal. */
public record Posting(UUID id, String reference, List<Transfer> transfers) {
    public static final int TRANSFERS_MAX = 1_000;
    public static final int REFERENCE_CHARACTERS_MAX = 140;

    public Posting {
        Objects.requireNonNull(id, "id");
        transfers = List.copyOf(transfers);
        if (transfers.isEmpty() || transfers.size() > TRANSFERS_MAX) {
            throw Problem.of(LedgerError.POSTING_INVALID, "A posting has 1 to " + TRANSFERS_MAX + " transfers.");
        }
        if (reference.codePointCount(0, reference.length()) > REFERENCE_CHARACTERS_MAX) {
            throw Problem.of(
                    LedgerError.POSTING_INVALID,
                    "The reference is longer than " + REFERENCE_CHARACTERS_MAX + " characters.");
        }
        if (!reference.codePoints().allMatch(Posting::canBeKept)) {
            throw Problem.of(LedgerError.POSTING_INVALID, "The reference holds a control character, or half of one.");
        }
    }

    /** Half of a surrogate pair has no UTF-8 form, so no database takes it. */
    private static boolean canBeKept(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
