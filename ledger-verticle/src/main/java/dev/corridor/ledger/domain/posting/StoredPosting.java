package dev.corridor.ledger.domain.posting;

import java.util.Map;
import java.util.UUID;

/**
 * Outcome as it is stored under a posting's id.
 *
 * @param reversedBy ids of the reversals, by the id of the reversed transfer
 */
public record StoredPosting(Outcome outcome, Map<UUID, UUID> reversedBy) {
    public StoredPosting {
        reversedBy = Map.copyOf(reversedBy);
    }

    public static StoredPosting withoutReversals(Outcome outcome) {
        return new StoredPosting(outcome, Map.of());
    }
}
