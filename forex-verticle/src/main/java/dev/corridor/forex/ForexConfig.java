package dev.corridor.forex;

import dev.corridor.forex.candle.domain.CandleSettings;
import dev.corridor.forex.engine.usecase.EngineSettings;
import dev.corridor.forex.reference.client.RefreshSettings;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.outbox.KafkaSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Configuration of the forex service. README.md lists the variables.
 *
 * @param instances event loops that serve requests
 * @param historyDelay time between the start and the import of historical reference rates, if they are not imported yet
 * @param maxAlerts active alerts of one user
 * @param refresh empty when the embedded reference rates are not refreshed
 */
public record ForexConfig(
        TransportSettings transports,
        TokenSettings tokens,
        DatabaseSettings database,
        KafkaSettings kafka,
        int instances,
        EngineSettings engine,
        Duration historyDelay,
        StreamLimits stream,
        CandleSettings candles,
        int maxAlerts,
        Optional<RefreshSettings> refresh) {

    /** @throws dev.corridor.kit.config.InvalidSetting that names the variable */
    public static ForexConfig from(Settings settings) {
        var transports = TransportSettings.from(settings);
        return new ForexConfig(
                transports,
                TokenSettings.from(settings),
                DatabaseSettings.from(settings),
                KafkaSettings.from(settings),
                settings.integer("INSTANCES", 1, 1, 64),
                EngineSettings.from(settings, transports),
                settings.duration("HISTORY_DELAY", Duration.ofSeconds(5)),
                StreamLimits.from(settings),
                CandleSettings.from(settings),
                settings.integer("MAX_ALERTS", 50, 1, 10_000),
                RefreshSettings.from(settings));
    }
}
