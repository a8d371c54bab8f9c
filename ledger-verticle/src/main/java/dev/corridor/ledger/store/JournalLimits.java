package dev.corridor.ledger.store;

import dev.corridor.kit.config.Settings;

/**
 * How much a journal takes on.
 *
 * @param batchTransfers transfers of one transaction; a single posting may exceed it
 * @param batchesInFlight transactions at a time; each holds a connection
 * @param queuedTransfers transfers that may wait; beyond that a posting is turned away at once
 */
public record JournalLimits(int batchTransfers, int batchesInFlight, int queuedTransfers) {

    /** LEDGER_BATCH_TRANSFERS (1000), LEDGER_BATCHES_IN_FLIGHT (2), LEDGER_QUEUED_TRANSFERS (10000). */
    public static JournalLimits from(Settings settings) {
        return new JournalLimits(
                settings.integer("LEDGER_BATCH_TRANSFERS", 1_000, 1, 10_000),
                settings.integer("LEDGER_BATCHES_IN_FLIGHT", 2, 1, 100),
                settings.integer("LEDGER_QUEUED_TRANSFERS", 10_000, 1_000, 1_000_000));
    }
}
