package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.candle.domain.Granularity;
import java.util.List;
import java.util.Map;

/** Request of a WebSocket client. */
sealed interface StreamRequest {

    /**
     * @param intervalMs at most one message per pair in that time; 0: every tick
     * @param epoch of the seqs in {@code after}; may be empty
     * @param after pair -> the last seq that the client has
     */
    record SubscribeTicks(List<String> pairs, int intervalMs, String epoch, Map<String, Long> after)
            implements StreamRequest {}

    record SubscribeCandles(List<String> pairs, Granularity granularity) implements StreamRequest {}

    record UnsubscribeTicks(List<String> pairs) implements StreamRequest {}

    record UnsubscribeCandles(List<String> pairs, Granularity granularity) implements StreamRequest {}

    record ListPairs() implements StreamRequest {}

    /** @param value any JSON value, which the pong repeats; may be null */
    record Ping(Object value) implements StreamRequest {}

    record Authenticate(String token) implements StreamRequest {}
}
