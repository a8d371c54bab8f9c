package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.wire.EncodedTick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Newest ticks of every pair on this event loop, which all subscribers share. A subscriber stores only the number of a
 * pair here and the last seq that it has sent. Belongs to one event loop.
 */
final class TickBoard {
    private static final int MAX_UNPUBLISHED = 16;

    private final TickHistory history;
    private final Map<Pair, Integer> numbers = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** A pair, and the ticks of its last publication in order; the last is the newest. */
    private static final class Row {
        private final Pair pair;
        private List<EncodedTick> ticks = List.of();
        private long newestSeq = -1;

        private Row(Pair pair) {
            this.pair = pair;
        }

        private void set(List<EncodedTick> newer) {
            ticks = newer;
            newestSeq = seq(newer.get(newer.size() - 1));
        }
    }

    /** @param history names the epoch of the ticks */
    TickBoard(TickHistory history) {
        this.history = history;
    }

    /** Returns the number of a pair, which stays the same. */
    int number(Pair pair) {
        return numbers.computeIfAbsent(pair, first -> {
            rows.add(new Row(pair));
            return rows.size() - 1;
        });
    }

    /** Adds the latest tick of a pair if it is newer: a subscriber may join before it is published. */
    void add(Tick latest) {
        var row = rows.get(number(latest.pair()));
        if (latest.seq() > row.newestSeq) {
            boolean follows = latest.seq() == row.newestSeq + 1 && row.ticks.size() < MAX_UNPUBLISHED;
            var ticks = new ArrayList<>(follows ? row.ticks : List.of());
            ticks.add(new EncodedTick(latest, history.epoch()));
            row.set(ticks);
        }
    }

    /** Replaces the ticks of a pair, unless they are here already. @param newer in order */
    void publish(Pair pair, Collection<Tick> newer) {
        var row = rows.get(number(pair));
        var encoded = newer.stream()
                .filter(tick -> tick.seq() > row.newestSeq)
                .map(tick -> new EncodedTick(tick, history.epoch()))
                .toList();
        if (!encoded.isEmpty()) {
            row.set(encoded);
        }
    }

    Pair pair(int number) {
        return rows.get(number).pair;
    }

    long newestSeq(int number) {
        return rows.get(number).newestSeq;
    }

    EncodedTick newest(int number) {
        var ticks = rows.get(number).ticks;
        return ticks.get(ticks.size() - 1);
    }

    /** Returns the ticks of the last publication, in order. */
    List<EncodedTick> ticks(int number) {
        return rows.get(number).ticks;
    }

    private static long seq(EncodedTick tick) {
        return tick.tick().seq();
    }
}
