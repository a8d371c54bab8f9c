package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ring buffer of one pair's last ticks, in 24 bytes each: a thousand pairs at four ticks a second make 1.2 million
 * ticks in five minutes, which as objects would not fit into a small heap. It grows until its oldest tick is past the
 * retention. Any thread.
 */
final class TickRingBuffer {
    private static final int INITIAL_CAPACITY = 64;

    private final Pair pair;
    private final long retentionMs;
    /** Fraction digits of the prices. */
    private int scale;
    /** Ticks are consecutive: the tick with seq s is at index s modulo the capacity, a power of two. */
    private long[] times = new long[INITIAL_CAPACITY];

    private long[] mids = new long[INITIAL_CAPACITY];
    private int[] bidsBelow = new int[INITIAL_CAPACITY];
    private int[] asksAbove = new int[INITIAL_CAPACITY];
    private long oldest = 1;
    private long newest;

    TickRingBuffer(Pair pair, long retentionMs) {
        this.pair = pair;
        this.retentionMs = retentionMs;
    }

    /**
     * Adds a tick. A gap in the sequence numbers, or another number of fraction digits, empties the buffer first.
     *
     * @return whether the tick is new
     */
    synchronized boolean add(Tick tick) {
        if (tick.seq() <= newest) {
            return false;
        }
        if (tick.seq() != newest + 1 || tick.mid().scale() != scale) {
            scale = tick.mid().scale();
            oldest = tick.seq();
        }
        newest = tick.seq();
        makeRoom(tick.time().toEpochMilli());
        int at = at(newest);
        long mid = tick.mid().unscaledValue().longValueExact();
        times[at] = tick.time().toEpochMilli();
        mids[at] = mid;
        bidsBelow[at] = Math.toIntExact(mid - unscaled(tick.bid()));
        asksAbove[at] = Math.toIntExact(unscaled(tick.ask()) - mid);
        return true;
    }

    synchronized Tick newest() {
        return tick(newest);
    }

    /**
     * Returns the ticks after a sequence number, in order; see {@link TickHistory#after}.
     */
    synchronized Optional<List<Tick>> after(long seq, int limit) {
        if (seq + 1 < oldest || seq > newest) {
            return Optional.empty();
        }
        long last = Math.min(newest, seq + limit);
        var ticks = new ArrayList<Tick>((int) (last - seq));
        for (long each = seq + 1; each <= last; each++) {
            ticks.add(tick(each));
        }
        return Optional.of(ticks);
    }

    private Tick tick(long seq) {
        int at = at(seq);
        return new Tick(
                pair,
                price(mids[at] - bidsBelow[at]),
                price(mids[at] + asksAbove[at]),
                price(mids[at]),
                Instant.ofEpochMilli(times[at]),
                seq);
    }

    private void makeRoom(long nowMs) {
        if (newest - oldest < times.length) {
            return;
        }
        if (nowMs - times[at(oldest)] >= retentionMs) {
            oldest = newest - times.length + 1;
        } else {
            grow();
        }
    }

    private void grow() {
        int before = times.length;
        long[] oldTimes = times;
        long[] oldMids = mids;
        int[] oldBids = bidsBelow;
        int[] oldAsks = asksAbove;
        times = Arrays.copyOf(times, before * 2);
        mids = Arrays.copyOf(mids, before * 2);
        bidsBelow = Arrays.copyOf(bidsBelow, before * 2);
        asksAbove = Arrays.copyOf(asksAbove, before * 2);
        for (long seq = oldest; seq < newest; seq++) {
            int from = (int) (seq & (before - 1));
            int to = at(seq);
            times[to] = oldTimes[from];
            mids[to] = oldMids[from];
            bidsBelow[to] = oldBids[from];
            asksAbove[to] = oldAsks[from];
        }
    }

    private int at(long seq) {
        return (int) (seq & (times.length - 1));
    }

    private long unscaled(BigDecimal price) {
        return price.setScale(scale).unscaledValue().longValueExact();
    }

    private BigDecimal price(long unscaled) {
        return BigDecimal.valueOf(unscaled, scale);
    }
}
