package dev.corridor.profile;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.outbox.KafkaSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;

/**
 * Configuration of the profile service, read from environment variables once at start.
 *
 * @param instances number of verticles, each on its own event loop
 */
public record ProfileConfig(
        TransportSettings transports,
        DatabaseSettings database,
        TokenSettings tokens,
        KafkaSettings kafka,
        int instances) {

    public static ProfileConfig from(Settings settings) {
        return new ProfileConfig(
                TransportSettings.from(settings),
                DatabaseSettings.from(settings),
                TokenSettings.from(settings),
                KafkaSettings.from(settings),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
