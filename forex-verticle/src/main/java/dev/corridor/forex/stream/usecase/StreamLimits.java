package dev.corridor.forex.stream.usecase;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * What subscribers may ask for.
 *
 * @param maxConnections WebSockets of one event loop
 * @param maxMessageBytes of one message from a client
 * @param maxSubscriptions pairs by name; "*" is not counted
 * @param maxMessagesPerSecond from one client
 * @param heartbeatAfter of silence
 * @param slowAfter of a connection that takes nothing
 * @param keep how long ticks are held for those who come back
 */
public record StreamLimits(
        int maxConnections,
        int maxMessageBytes,
        int maxSubscriptions,
        int maxMessagesPerSecond,
        Duration heartbeatAfter,
        Duration slowAfter,
        Duration keep) {

    /**
     * STREAM_MAX_CONNECTIONS, STREAM_MAX_MESSAGE_BYTES, STREAM_MAX_SUBSCRIPTIONS, STREAM_MAX_MESSAGES_PER_SECOND,
     * STREAM_HEARTBEAT, STREAM_SLOW_AFTER, STREAM_KEEP.
     */
    public static StreamLimits from(Settings settings) {
        return new StreamLimits(
                settings.integer("STREAM_MAX_CONNECTIONS", 10_000, 1, 1_000_000),
                settings.integer("STREAM_MAX_MESSAGE_BYTES", 4_096, 64, 65_536),
                settings.integer("STREAM_MAX_SUBSCRIPTIONS", 500, 1, 10_000),
                settings.integer("STREAM_MAX_MESSAGES_PER_SECOND", 20, 1, 10_000),
                settings.duration("STREAM_HEARTBEAT", Duration.ofSeconds(5)),
                settings.duration("STREAM_SLOW_AFTER", Duration.ofSeconds(30)),
                settings.duration("STREAM_KEEP", Duration.ofMinutes(5)));
    }
}
