package dev.corridor.forex.stream.usecase;

import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Limits of the streams.
 *
 * @param maxMessageBytes bytes of one message from a client
 * @param maxSubscriptions pairs of one client; "*" counts as all of them
 * @param maxMessagesPerSecond messages from one client
 * @param heartbeatAfter time without another message after which a heartbeat is sent
 * @param slowAfter time for which a connection may be full before it is closed
 * @param retention how long ticks are available to clients that reconnect
 */
public record StreamLimits(
        int maxMessageBytes,
        int maxSubscriptions,
        int maxMessagesPerSecond,
        Duration heartbeatAfter,
        Duration slowAfter,
        Duration retention) {

    /**
     * Reads STREAM_MAX_MESSAGE_BYTES, STREAM_MAX_SUBSCRIPTIONS, STREAM_MAX_MESSAGES_PER_SECOND, STREAM_HEARTBEAT,
     * STREAM_SLOW_AFTER and STREAM_KEEP.
     */
    public static StreamLimits from(Settings settings) {
        return new StreamLimits(
                settings.integer("STREAM_MAX_MESSAGE_BYTES", 4_096, 64, 65_536),
                settings.integer("STREAM_MAX_SUBSCRIPTIONS", 1_000, 1, 10_000),
                settings.integer("STREAM_MAX_MESSAGES_PER_SECOND", 20, 1, 10_000),
                settings.duration("STREAM_HEARTBEAT", Duration.ofSeconds(5)),
                settings.duration("STREAM_SLOW_AFTER", Duration.ofSeconds(30)),
                settings.duration("STREAM_KEEP", Duration.ofMinutes(5)));
    }
}
