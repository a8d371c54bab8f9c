package dev.corridor.ledger.journal;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Limits of the batching engine of a process.
 *
 * @param batchTransfers transfers of one batch; a single larger posting is a batch of its own
 * @param batchesInFlight batches written at the same time; each holds a connection
 * @param queuedTransfers transfers that may wait; beyond that a posting is rejected at once
 * @param cachedAccounts accounts held in memory, about 200 bytes each
 * @param batchTimeout time after which the callers of a batch are answered that its outcome is not known
 */
public record JournalLimits(
        int batchTransfers, int batchesInFlight, int queuedTransfers, int cachedAccounts, Duration batchTimeout) {

    /**
     * Reads LEDGER_BATCH_TRANSFERS (1000), LEDGER_BATCHES_IN_FLIGHT (2), LEDGER_QUEUED_TRANSFERS (10000),
     * LEDGER_CACHED_ACCOUNTS (131072) and LEDGER_BATCH_TIMEOUT (PT5S).
     */
    public static JournalLimits from(Settings settings) {
        return new JournalLimits(
                settings.integer("LEDGER_BATCH_TRANSFERS", 1_000, 1, 10_000),
                settings.integer("LEDGER_BATCHES_IN_FLIGHT", 2, 1, HashChains.COUNT),
                settings.integer("LEDGER_QUEUED_TRANSFERS", 10_000, 1_000, 1_000_000),
                settings.integer("LEDGER_CACHED_ACCOUNTS", 131_072, 0, 10_000_000),
                settings.duration("LEDGER_BATCH_TIMEOUT", Duration.ofSeconds(5)));
    }
}
