package dev.corridor.ledger.domain.posting;

/**
 * Transfer that a reversal refers to.
 *
 * @param reversed whether it has been reversed already
 */
public record Reversible(BookedTransfer transfer, boolean reversed) {}
