package dev.corridor.profile;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;

/**
 * What the profile service is told from outside, read once at start.
 *
 * @param instances verticles, each on an event loop of its own
 */
public record ProfileConfig(
        TransportSettings doors,
        DatabaseSettings database,
        TokenSettings tokens,
        String redisUrl,
        String kafkaBootstrapServers,
        int instances) {

    public static ProfileConfig from(Settings settings) {
        return new ProfileConfig(
                TransportSettings.from(settings),
                DatabaseSettings.from(settings),
                TokenSettings.from(settings),
                settings.text("REDIS_URL"),
                settings.text("KAFKA_BOOTSTRAP_SERVERS"),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
