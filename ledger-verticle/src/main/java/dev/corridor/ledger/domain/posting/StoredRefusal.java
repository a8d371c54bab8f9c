package dev.corridor.ledger.domain.posting;

import java.util.UUID;

/**
 * Refusal as it is stored.
 *
 * @param id its own id, ordered by time
 */
public record StoredRefusal(UUID id, Refusal refusal) {}
