package dev.corridor.kit.runtime;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Where a service listens, and how long it waits.
 *
 * @param host address to bind; "0.0.0.0" in a container
 * @param httpPort 0: any free one
 * @param grpcPort 0: any free one; -1: the service has no gRPC door
 * @param requestTimeout after this a caller is told that it took too long
 * @param requestsInFlight requests that one event loop works on at a time; beyond that they are turned away at once
 * @param drainTimeout how long requests under way may still take when the service stops
 */
public record TransportSettings(
        String host, int httpPort, int grpcPort, Duration requestTimeout, int requestsInFlight, Duration drainTimeout) {
    private static final int REQUESTS_IN_FLIGHT = 1_000;
    private static final int MOST_UNDER_WAY = 1_000_000;

    /** HTTP_HOST, HTTP_PORT, GRPC_PORT, REQUEST_TIMEOUT (PT10S), REQUESTS_IN_FLIGHT (1,000), DRAIN_TIMEOUT (PT5S). */
    public static TransportSettings from(Settings settings) {
        return from(settings, REQUESTS_IN_FLIGHT);
    }

    /** @param requestsInFlight when REQUESTS_IN_FLIGHT is not set */
    public static TransportSettings from(Settings settings, int requestsInFlight) {
        return new TransportSettings(
                settings.text("HTTP_HOST", "127.0.0.1"),
                settings.port("HTTP_PORT"),
                settings.isSet("GRPC_PORT") ? settings.port("GRPC_PORT") : -1,
                settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(10)),
                settings.integer("REQUESTS_IN_FLIGHT", requestsInFlight, 1, MOST_UNDER_WAY),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(5)));
    }
}
