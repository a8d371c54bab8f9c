package dev.corridor.kit.runtime;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.connection.ConnectionLimits;
import java.time.Duration;

/**
 * Addresses, timeouts and limits of a service's transports.
 *
 * @param host address to bind; "0.0.0.0" in a container
 * @param httpPort 0: any free one
 * @param grpcPort 0: any free one; -1: no gRPC
 * @param requestTimeout after which a request fails with deadline_exceeded
 * @param requestsInFlight bound for each event loop; further requests are refused at once
 * @param openStreams bound for each event loop: WebSockets, server-sent events and gRPC streams
 * @param connections limits of each port
 * @param drainTimeout how long requests in flight may still take when the service stops
 */
public record TransportSettings(
        String host,
        int httpPort,
        int grpcPort,
        Duration requestTimeout,
        int requestsInFlight,
        int openStreams,
        ConnectionLimits connections,
        Duration drainTimeout) {
    private static final int REQUESTS_IN_FLIGHT = 1_000;
    private static final int MAX_IN_FLIGHT = 1_000_000;
    private static final int OPEN_STREAMS = 10_000;
    private static final int MAX_CONNECTIONS = 1_000_000;

    /**
     * HTTP_HOST, HTTP_PORT, GRPC_PORT, REQUEST_TIMEOUT (PT10S), REQUESTS_IN_FLIGHT (1,000), STREAM_MAX_CONNECTIONS
     * (10,000), CONNECTIONS_PER_ADDRESS (8,000), HEAD_TIMEOUT (PT10S), DRAIN_TIMEOUT (PT5S).
     */
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
                settings.integer("REQUESTS_IN_FLIGHT", requestsInFlight, 1, MAX_IN_FLIGHT),
                settings.integer("STREAM_MAX_CONNECTIONS", OPEN_STREAMS, 1, MAX_CONNECTIONS),
                ConnectionLimits.from(settings),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(5)));
    }
}
