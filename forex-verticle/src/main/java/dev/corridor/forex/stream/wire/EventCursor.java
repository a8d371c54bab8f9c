package dev.corridor.forex.stream.wire;

import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.error.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Cursor of a stream of server-sent events: the last seq of each pair. It is the id of every event, such as {@code
 * USD/EUR:41,GBP/USD:7}, and a client that reconnects sends it back as {@code Last-Event-ID}.
 */
public final class EventCursor {
    private final Map<Pair, Long> seqs = new LinkedHashMap<>();

    /**
     * Reads a cursor; an id that is not a cursor of this service gives an empty one, so that the stream starts with
     * snapshots.
     */
    public static EventCursor parse(String id) {
        var cursor = new EventCursor();
        try {
            for (var part : id.split(",")) {
                int colon = Math.max(0, part.indexOf(':'));
                cursor.advance(Pair.parse(part.substring(0, colon)), Long.parseLong(part.substring(colon + 1)));
            }
            return cursor;
        } catch (Problem | NumberFormatException foreign) {
            return new EventCursor();
        }
    }

    public void advance(Pair pair, long seq) {
        seqs.put(pair, seq);
    }

    /** Returns the last seq of a pair; empty when the client has none. */
    public OptionalLong after(Pair pair) {
        var seq = seqs.get(pair);
        return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
    }

    @Override
    public String toString() {
        return seqs.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
