package dev.corridor.ledger.domain;

import java.util.Map;
import java.util.UUID;

/**
 * What was decided under an id, as it is read again.
 *
 * @param reversedBy of its transfers that are reversed, by their ids, the ones that did it
 */
public record KeptPosting(Outcome outcome, Map<UUID, UUID> reversedBy) {
    public KeptPosting {
        reversedBy = Map.copyOf(reversedBy);
    }
}
