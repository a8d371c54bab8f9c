package dev.corridor.kit.door;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Where a service listens, and how long it waits.
 *
 * @param host address to bind; "0.0.0.0" in a container
 * @param httpPort 0: any free one
 * @param grpcPort 0: any free one; -1: the service has no gRPC door
 * @param requestTimeout after this a caller is told that it took too long
 * @param drainTimeout how long requests under way may still take when the service stops
 */
public record DoorSettings(String host, int httpPort, int grpcPort, Duration requestTimeout, Duration drainTimeout) {

    /** HTTP_HOST, HTTP_PORT, GRPC_PORT, REQUEST_TIMEOUT (PT10S), DRAIN_TIMEOUT (PT5S). */
    public static DoorSettings from(Settings settings) {
        return new DoorSettings(
                settings.text("HTTP_HOST", "127.0.0.1"),
                settings.port("HTTP_PORT"),
                settings.isSet("GRPC_PORT") ? settings.port("GRPC_PORT") : -1,
                settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(10)),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(5)));
    }
}
