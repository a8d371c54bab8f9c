package dev.corridor.ledger.journal;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * How much a journal takes on.
 *
 * @param batchTransfers transfers of one transaction; a single posting may exceed it
 * @param batchesInFlight transactions at a time; each holds a connection
 * @param queuedTransfers transfers that may wait; beyond that a posting is turned away at once
 * @param knownAccounts how many accounts are kept in memory, some 200 bytes each
 * @param batchTimeout after this the callers of a batch are told that its outcome is not known
 */
public record JournalLimits(
        int batchTransfers, int batchesInFlight, int queuedTransfers, int knownAccounts, Duration batchTimeout) {

    /**
     * LEDGER_BATCH_TRANSFERS (1000), LEDGER_BATCHES_IN_FLIGHT (2), LEDGER_QUEUED_TRANSFERS (10000), LEDGER_KNOWN_ACCOUNTS
     * (131072), LEDGER_BATCH_TIMEOUT (PT5S).
     */
    public static JournalLimits from(Settings settings) {
        return new JournalLimits(
                settings.integer("LEDGER_BATCH_TRANSFERS", 1_000, 1, 10_000),
                settings.integer("LEDGER_BATCHES_IN_FLIGHT", 2, 1, HashChains.COUNT),
                settings.integer("LEDGER_QUEUED_TRANSFERS", 10_000, 1_000, 1_000_000),
                settings.integer("LEDGER_KNOWN_ACCOUNTS", 131_072, 0, 10_000_000),
                settings.duration("LEDGER_BATCH_TIMEOUT", Duration.ofSeconds(5)));
    }
}
