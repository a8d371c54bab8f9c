package dev.corridor.forex.stream.wire;

import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.error.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Cursor of a stream of server-sent events: the epoch, and the last seq of each pair. It is the id of every event, such
 * as {@code 1f9c2ab0;USD/EUR:41,GBP/USD:7}, and a client that reconnects sends it back as {@code Last-Event-ID}.
 */
public final class EventCursor {
    private static final char EPOCH_END = ';';

    private final Map<Pair, Long> seqs = new LinkedHashMap<>();
    private String epoch = "";

    /**
     * Reads a cursor; an id that is not a cursor of this service gives an empty one, so that the stream starts with
     * snapshots.
     */
    public static EventCursor parse(String id) {
        var cursor = new EventCursor();
        try {
            int end = id.indexOf(EPOCH_END);
            cursor.epoch = id.substring(0, Math.max(0, end));
            for (var part : id.substring(end + 1).split(",")) {
                int colon = Math.max(0, part.indexOf(':'));
                cursor.seqs.put(Pair.parse(part.substring(0, colon)), Long.parseLong(part.substring(colon + 1)));
            }
            return cursor;
        } catch (Problem | NumberFormatException foreign) {
            return new EventCursor();
        }
    }

    /** Sets the last seq of a pair. A seq of another epoch makes those of the other pairs void. */
    public void advance(Pair pair, String newest, long seq) {
        if (!newest.equals(epoch)) {
            seqs.clear();
            epoch = newest;
        }
        seqs.put(pair, seq);
    }

    /** Returns the epoch of all seqs; empty when the cursor names none. */
    public String epoch() {
        return epoch;
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
                .collect(Collectors.joining(",", seqs.isEmpty() ? "" : epoch + EPOCH_END, ""));
    }
}
