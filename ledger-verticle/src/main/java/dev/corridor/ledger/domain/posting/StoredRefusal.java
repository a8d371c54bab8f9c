package dev.corridor.ledger.domain.posting;

import java.util.UUID;

/**
 * A refusal as it is kept.
 *
 * @param id its own; in the order of time
 */
public record StoredRefusal(UUID id, Refusal refusal) {}
