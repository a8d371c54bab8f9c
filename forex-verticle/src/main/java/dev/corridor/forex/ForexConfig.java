package dev.corridor.forex;

import dev.corridor.forex.candle.domain.CandleSettings;
import dev.corridor.forex.engine.client.RecordingSettings;
import dev.corridor.forex.reference.client.RefreshSettings;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the service is told at start. README.md lists the variables.
 *
 * @param instances event loops that serve
 * @param address where other processes of this service reach its gRPC door
 * @param tickInterval from one step of the tick engine to the next
 * @param tickSeed the same seed makes the same ticks of the same history
 * @param recording empty when the tick engine makes the prices
 * @param historyDelay from the start to when the history is read, if it has not been yet
 * @param maxAlerts active ones of one person
 * @param refresh empty when the reference rates are to stay those that are embedded
 */
public record ForexConfig(
        TransportSettings doors,
        TokenSettings tokens,
        DatabaseSettings database,
        String kafkaBootstrapServers,
        int instances,
        HostPort address,
        Duration tickInterval,
        long tickSeed,
        Optional<RecordingSettings> recording,
        Duration historyDelay,
        StreamLimits stream,
        CandleSettings candles,
        int maxAlerts,
        Optional<RefreshSettings> refresh) {
    private static final String EVERY_ADDRESS = "0.0.0.0";

    /** @throws dev.corridor.kit.config.InvalidSetting by the variable's name */
    public static ForexConfig from(Settings settings) {
        var doors = TransportSettings.from(settings);
        return new ForexConfig(
                doors,
                TokenSettings.from(settings),
                DatabaseSettings.from(settings),
                settings.text("KAFKA_BOOTSTRAP_SERVERS"),
                settings.integer("INSTANCES", 1, 1, 64),
                address(settings, doors),
                settings.duration("TICK_INTERVAL", Duration.ofMillis(250)),
                settings.integer("TICK_SEED", 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
                RecordingSettings.from(settings),
                settings.duration("HISTORY_DELAY", Duration.ofSeconds(5)),
                StreamLimits.from(settings),
                CandleSettings.from(settings),
                settings.integer("MAX_ALERTS", 50, 1, 10_000),
                RefreshSettings.from(settings));
    }

    private static HostPort address(Settings settings, TransportSettings doors) {
        return settings.isSet("GRPC_ADVERTISED")
                ? settings.addresses("GRPC_ADVERTISED").get(0)
                : new HostPort(doors.host().equals(EVERY_ADDRESS) ? hostName() : doors.host(), doors.grpcPort());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            throw new InvalidSetting("GRPC_ADVERTISED", "is not set, and this machine does not know its own name");
        }
    }
}
