package dev.corridor.ledger.domain;

/**
 * A transfer that a reversal names.
 *
 * @param reversed whether one has reversed it already
 */
public record Reversible(BookedTransfer transfer, boolean reversed) {}
