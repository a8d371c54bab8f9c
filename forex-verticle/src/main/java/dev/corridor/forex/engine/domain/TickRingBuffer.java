package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The last ticks of one pair, in 24 bytes each: a thousand pairs at four ticks a second make a million in five minutes, and as
 * objects they would not fit into a small heap. Any thread.
 */
final class TickRingBuffer {
    private static final int FIRST_CAPACITY = 64;

    private final Pair pair;
    private final long keepMs;
    /** Fraction digits of its prices. */
    private int scale;
    /** Ticks are consecutive: the one with seq s is at s modulo the capacity, a power of two. */
    private long[] times = new long[FIRST_CAPACITY];

    private long[] mids = new long[FIRST_CAPACITY];
    private int[] bidsBelow = new int[FIRST_CAPACITY];
    private int[] asksAbove = new int[FIRST_CAPACITY];
    private long oldest = 1;
    private long newest;

    TickRingBuffer(Pair pair, long keepMs) {
        this.pair = pair;
        this.keepMs = keepMs;
    }

    /**
     * A tick that does not follow the one before it, or has other digits, starts the track anew.
     *
     * @return whether it is new
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
     * Those that follow a tick, in order.
     *
     * @return none when it is the newest; empty when what follows it is not held any more, or it has not been yet
     */
    synchronized Optional<List<Tick>> after(long seq, int most) {
        if (seq + 1 < oldest || seq > newest) {
            return Optional.empty();
        }
        long last = Math.min(newest, seq + most);
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
        if (nowMs - times[at(oldest)] >= keepMs) {
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
