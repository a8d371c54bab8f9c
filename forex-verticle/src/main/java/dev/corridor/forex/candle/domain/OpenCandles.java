package dev.corridor.forex.candle.domain;

import dev.corridor.forex.engine.domain.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The open candles of one pair, one a granularity. A tick goes into the finest candle; a candle that closes is added to the next
 * longer one. An open candle is therefore the part of its own level plus the parts of all finer levels.
 */
final class OpenCandles {
    private static final int LEVELS = Granularity.values().length;
    /** Most consecutive gaps that are reported one by one. Beyond, for example after the machine was suspended, they are skipped. */
    private static final int MAX_REPORTED_GAPS = 60;

    private final Granularity finest;
    private final Candle[] parts = new Candle[LEVELS];
    private final Instant[] starts = new Instant[LEVELS];
    /** Levels whose candle may lack ticks. */
    private final boolean[] partial = new boolean[LEVELS];

    /** Whether ticks are missing before the tick that is being added. */
    private boolean ticksMissing;

    private Tick last;
    private long lastSeq;

    /** @param first the first known tick; ticks before it in the same interval are unknown */
    OpenCandles(Granularity finest, Tick first) {
        this.finest = finest;
        for (var level : levels()) {
            starts[level.ordinal()] = level.start(first.time());
            partial[level.ordinal()] = level.start(first.time()).isBefore(first.time());
        }
        count(first);
        last = first;
        lastSeq = first.seq();
    }

    Granularity finest() {
        return finest;
    }

    private List<Granularity> levels() {
        return List.of(Granularity.values()).subList(finest.ordinal(), LEVELS);
    }

    /** @return whether the candle of the tick was still open */
    boolean add(Tick tick, List<Candle> closed) {
        if (tick.seq() <= lastSeq) {
            return true;
        }
        // Missing ticks may belong to the open candle, to the one of this tick, and to all between.
        ticksMissing = tick.seq() != lastSeq + 1;
        boolean inTime = !tick.time().isBefore(starts[finest.ordinal()]);
        lastSeq = tick.seq();
        if (ticksMissing) {
            markAllPartial();
        }
        if (inTime) {
            advance(tick.time(), closed);
            count(tick);
        }
        ticksMissing = false;
        last = tick;
        return inTime;
    }

    private void markAllPartial() {
        for (var level : levels()) {
            partial[level.ordinal()] = true;
        }
    }

    private void count(Tick tick) {
        int at = finest.ordinal();
        parts[at] = parts[at] == null ? Candle.of(tick, finest) : parts[at].plus(tick);
    }

    /** Closes the candles that ended up to a moment. */
    void advance(Instant now, List<Candle> closed) {
        for (var level : levels()) {
            advance(level, level.start(now), closed);
        }
    }

    private void advance(Granularity level, Instant current, List<Candle> closed) {
        int at = level.ordinal();
        boolean isFarBehind =
                Duration.between(starts[at], current).compareTo(level.length().multipliedBy(MAX_REPORTED_GAPS)) > 0;
        while (starts[at].isBefore(current)) {
            close(level, closed);
            starts[at] = isFarBehind ? current : starts[at].plus(level.length());
        }
    }

    private void close(Granularity level, List<Candle> closed) {
        int at = level.ordinal();
        closed.add(
                parts[at] == null
                        ? Candle.gap(last, level, starts[at], true, partial[at])
                        : parts[at].with(true, parts[at].partial() || partial[at]));
        if (at + 1 < LEVELS) {
            addToLonger(level, Granularity.values()[at + 1]);
        }
        parts[at] = null;
        partial[at] = ticksMissing;
    }

    private void addToLonger(Granularity level, Granularity longer) {
        int at = longer.ordinal();
        var part = parts[level.ordinal()];
        if (part != null) {
            parts[at] = parts[at] == null ? part.within(longer) : parts[at].plus(part);
        }
        partial[at] |= partial[level.ordinal()];
    }

    /** Returns the open candle; empty when the pair has none of that granularity. */
    Optional<Candle> open(Granularity level) {
        if (level.compareTo(finest) < 0) {
            return Optional.empty();
        }
        Candle whole = null;
        boolean isPartial = false;
        for (int at = level.ordinal(); at >= finest.ordinal(); at--) {
            isPartial |= partial[at];
            if (parts[at] != null) {
                whole = whole == null ? parts[at].within(level) : whole.plus(parts[at]);
            }
        }
        return Optional.of(
                whole == null
                        ? Candle.gap(last, level, starts[level.ordinal()], false, isPartial)
                        : whole.with(false, whole.partial() || isPartial));
    }

    /**
     * Replaces the closed shorter candles in the open candle by what is stored of them.
     *
     * @param part empty when none is stored
     */
    void restore(Granularity level, Optional<Candle> part) {
        int at = level.ordinal();
        parts[at] = part.orElse(null);
        partial[at] = false;
    }
}
