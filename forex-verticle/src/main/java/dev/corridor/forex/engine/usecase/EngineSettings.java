package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.client.RecordingSettings;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.TransportSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the tick engine.
 *
 * @param address where other processes of this service reach the gRPC port of this one
 * @param tickInterval time between two steps of the engine
 * @param seed the same seed makes the same ticks from the same reference rates
 * @param recording empty when the tick engine is the source of prices
 */
public record EngineSettings(
        HostPort address, Duration tickInterval, long seed, Optional<RecordingSettings> recording) {
    private static final String ADDRESS = "GRPC_ADVERTISED";
    private static final String EVERY_ADDRESS = "0.0.0.0";

    /** Reads GRPC_ADVERTISED, TICK_INTERVAL, TICK_SEED, TICK_SOURCE, TICK_SPEED and TICK_AT_END. */
    public static EngineSettings from(Settings settings, TransportSettings transports) {
        return new EngineSettings(
                address(settings, transports),
                settings.duration("TICK_INTERVAL", Duration.ofMillis(250)),
                settings.integer("TICK_SEED", 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
                RecordingSettings.from(settings));
    }

    private static HostPort address(Settings settings, TransportSettings transports) {
        if (settings.isSet(ADDRESS)) {
            return settings.addresses(ADDRESS).get(0);
        }
        var host = transports.host().equals(EVERY_ADDRESS) ? hostName() : transports.host();
        return new HostPort(host, transports.grpcPort());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            throw new InvalidSetting(ADDRESS, "is not set, and this machine does not know its own name");
        }
    }
}
