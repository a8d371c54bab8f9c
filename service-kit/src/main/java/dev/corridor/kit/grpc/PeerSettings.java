package dev.corridor.kit.grpc;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How another service is called.
 *
 * @param addresses where it is; a DNS name stands for all its addresses
 * @param deadline of a call, other addresses included
 * @param keepalive how often an idle connection is pinged
 */
public record PeerSettings(List<HostPort> addresses, Duration deadline, Duration keepalive) {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration KEEPALIVE = Duration.ofSeconds(30);
    private static final Duration MIN = Duration.ofSeconds(1);
    /** With the time in the queue, shorter than a payment's lease. */
    private static final Duration MAX_DEADLINE = Duration.ofSeconds(5);

    private static final Duration MAX_KEEPALIVE = Duration.ofMinutes(5);

    public PeerSettings {
        addresses = List.copyOf(addresses);
    }

    /** The addresses with the usual deadline and keepalive. */
    public static PeerSettings of(List<HostPort> addresses) {
        return new PeerSettings(addresses, DEADLINE, KEEPALIVE);
    }

    /**
     * Reads the addresses from {@code key}, a comma-separated list of host:port; PEER_DEADLINE (PT3S) and PEER_KEEPALIVE
     * (PT30S) are for all services that this one calls.
     */
    public static PeerSettings from(Settings settings, String key) {
        return new PeerSettings(
                settings.addresses(key),
                between("PEER_DEADLINE", settings.duration("PEER_DEADLINE", DEADLINE), MAX_DEADLINE),
                between("PEER_KEEPALIVE", settings.duration("PEER_KEEPALIVE", KEEPALIVE), MAX_KEEPALIVE));
    }

    private static Duration between(String key, Duration value, Duration max) {
        if (value.compareTo(MIN) < 0 || value.compareTo(max) > 0) {
            throw new InvalidSetting(key, "is not between " + MIN + " and " + max);
        }
        return value;
    }
}
