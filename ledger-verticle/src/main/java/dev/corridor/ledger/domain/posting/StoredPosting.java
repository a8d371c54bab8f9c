package dev.corridor.ledger.domain.posting;

import java.util.Map;
import java.util.UUID;

/**
 * What was decided under an id, as it is read again.
 *
 * @param reversedBy of its transfers that are reversed, by their ids, the ones that did it
 */
public record StoredPosting(Outcome outcome, Map<UUID, UUID> reversedBy) {
    public StoredPosting {
        reversedBy = Map.copyOf(reversedBy);
    }
}
