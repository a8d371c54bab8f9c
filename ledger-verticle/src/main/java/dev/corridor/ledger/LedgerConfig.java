package dev.corridor.ledger;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.outbox.KafkaSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.ledger.journal.JournalLimits;
import java.time.Duration;

/**
 * Configuration of the ledger. README.md lists the variables.
 *
 * @param checkEvery interval of the check that all balances sum to zero
 * @param instances event loops, each with its own verticle, connections and journal
 */
public record LedgerConfig(
        TransportSettings transports,
        DatabaseSettings database,
        TokenSettings tokens,
        KafkaSettings kafka,
        JournalLimits journal,
        Duration checkEvery,
        int instances) {

    /** High, because postings complete by the thousand; the journal has a bound of its own. */
    private static final int REQUESTS_IN_FLIGHT = 5_000;

    public static LedgerConfig from(Settings settings) {
        return new LedgerConfig(
                TransportSettings.from(settings, REQUESTS_IN_FLIGHT),
                DatabaseSettings.from(settings),
                TokenSettings.from(settings),
                KafkaSettings.from(settings),
                JournalLimits.from(settings),
                settings.duration("LEDGER_CHECK_EVERY", Duration.ofMinutes(1)),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
