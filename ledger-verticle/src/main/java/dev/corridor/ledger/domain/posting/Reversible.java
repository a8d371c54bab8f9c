package dev.corridor.ledger.domain.posting;

/**
 * A transfer that a reversal names.
 *
 * @param reversed whether one has reversed it already
 */
public record Reversible(BookedTransfer transfer, boolean reversed) {}
