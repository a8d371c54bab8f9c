package dev.corridor.kit.connection;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Limits of the connections of a server.
 *
 * @param perAddress open connections of one client address at one port
 * @param headTimeout from the first byte of a request's head to its end, and from a TCP connection's first byte to the end of its
 *     TLS handshake and first head
 */
public record ConnectionLimits(int perAddress, Duration headTimeout) {
    /** The edge and other services are one address each, so this is for the rest: the edge has a limit per client. */
    private static final int PER_ADDRESS = 8_000;

    private static final int MAX_PER_ADDRESS = 1_000_000;
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);

    public static ConnectionLimits standard() {
        return new ConnectionLimits(PER_ADDRESS, HEAD_TIMEOUT);
    }

    /** CONNECTIONS_PER_ADDRESS (8,000), HEAD_TIMEOUT (PT10S). */
    public static ConnectionLimits from(Settings settings) {
        return new ConnectionLimits(
                settings.integer("CONNECTIONS_PER_ADDRESS", PER_ADDRESS, 1, MAX_PER_ADDRESS),
                settings.duration("HEAD_TIMEOUT", HEAD_TIMEOUT));
    }
}
