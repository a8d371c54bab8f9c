package dev.corridor.forex.candle.domain;

import dev.corridor.forex.engine.domain.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The candles of one pair that are open, one a granularity. Ticks go into the finest; what it was when it is over goes into the
 * next, and so on. An open candle is therefore what its level has, and what all finer levels have on top of it.
 */
final class OpenCandles {
    private static final int LEVELS = Granularity.values().length;
    /** Gaps in a row that are told one by one; beyond, such as after a night's sleep of the machine, they are passed over. */
    private static final int TOLD_GAPS = 60;

    private final Granularity finest;
    private final Candle[] parts = new Candle[LEVELS];
    private final Instant[] starts = new Instant[LEVELS];
    /** Levels whose candle may lack ticks. */
    private final boolean[] partial = new boolean[LEVELS];

    private Tick last;
    private long lastSeq;

    /** @param first the first tick; what came before it is not known */
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

    /** @return whether the tick's candle was still open */
    boolean add(Tick tick, List<Candle> closed) {
        if (tick.seq() <= lastSeq) {
            return true;
        }
        boolean missed = tick.seq() != lastSeq + 1;
        boolean inTime = !tick.time().isBefore(starts[finest.ordinal()]);
        lastSeq = tick.seq();
        if (missed) {
            markAll();
        }
        if (inTime) {
            advance(tick.time(), closed);
            count(tick);
        }
        last = tick;
        if (missed) {
            markAll();
        }
        return inTime;
    }

    private void markAll() {
        for (var level : levels()) {
            partial[level.ordinal()] = true;
        }
    }

    private void count(Tick tick) {
        int at = finest.ordinal();
        parts[at] = parts[at] == null ? Candle.of(tick, finest) : parts[at].then(tick);
    }

    /** Closes what is over by then. */
    void advance(Instant now, List<Candle> closed) {
        for (var level : levels()) {
            advance(level, level.start(now), closed);
        }
    }

    private void advance(Granularity level, Instant current, List<Candle> closed) {
        int at = level.ordinal();
        boolean isFarBehind =
                Duration.between(starts[at], current).compareTo(level.length().multipliedBy(TOLD_GAPS)) > 0;
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
                        : parts[at].standing(true, parts[at].partial() || partial[at]));
        if (at + 1 < LEVELS) {
            pass(level, Granularity.values()[at + 1]);
        }
        parts[at] = null;
        partial[at] = false;
    }

    private void pass(Granularity level, Granularity longer) {
        int at = longer.ordinal();
        var part = parts[level.ordinal()];
        if (part != null) {
            parts[at] = parts[at] == null ? part.within(longer) : parts[at].then(part);
        }
        partial[at] |= partial[level.ordinal()];
    }

    /** The candle that lasts now; empty when the pair has none of that length. */
    Optional<Candle> open(Granularity level) {
        if (level.compareTo(finest) < 0) {
            return Optional.empty();
        }
        Candle whole = null;
        boolean isPartial = false;
        for (int at = level.ordinal(); at >= finest.ordinal(); at--) {
            isPartial |= partial[at];
            if (parts[at] != null) {
                whole = whole == null ? parts[at].within(level) : whole.then(parts[at]);
            }
        }
        return Optional.of(
                whole == null
                        ? Candle.gap(last, level, starts[level.ordinal()], false, isPartial)
                        : whole.standing(false, whole.partial() || isPartial));
    }

    /**
     * Puts what is known from elsewhere of the open candle's finer ones that are over in place of what is known here.
     *
     * @param part empty: there were none
     */
    void restore(Granularity level, Optional<Candle> part) {
        int at = level.ordinal();
        parts[at] = part.orElse(null);
        partial[at] = false;
    }
}
