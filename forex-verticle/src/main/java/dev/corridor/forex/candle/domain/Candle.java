package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.engine.domain.Tick;
import java.time.Instant;

/**
 * What a pair's prices did in one interval.
 *
 * @param start the interval's first moment; its end belongs to the next one
 * @param ticks how many there were; without any it is a gap, and its prices are the close of the candle before
 * @param complete the interval is over
 * @param partial there may have been ticks in it that nobody counted: who built it began within it, or missed some
 */
public record Candle(
        Pair pair,
        Granularity granularity,
        Instant start,
        Ohlc bid,
        Ohlc ask,
        Ohlc mid,
        long ticks,
        boolean complete,
        boolean partial) {

    static Candle of(Tick tick, Granularity granularity) {
        return new Candle(
                tick.pair(),
                granularity,
                granularity.start(tick.time()),
                Ohlc.flat(tick.bid()),
                Ohlc.flat(tick.ask()),
                Ohlc.flat(tick.mid()),
                1,
                false,
                false);
    }

    /** An interval without a tick, after one that ended with this tick. */
    static Candle gap(Tick before, Granularity granularity, Instant start, boolean complete, boolean partial) {
        return new Candle(
                before.pair(),
                granularity,
                start,
                Ohlc.flat(before.bid()),
                Ohlc.flat(before.ask()),
                Ohlc.flat(before.mid()),
                0,
                complete,
                partial);
    }

    /** The next interval, over without a tick. */
    static Candle gap(Candle before, Instant start) {
        return new Candle(
                before.pair,
                before.granularity,
                start,
                Ohlc.flat(before.bid.close()),
                Ohlc.flat(before.ask.close()),
                Ohlc.flat(before.mid.close()),
                0,
                true,
                false);
    }

    public Ohlc prices(PriceSide side) {
        return switch (side) {
            case BID -> bid;
            case ASK -> ask;
            case MID -> mid;
        };
    }

    public boolean isGap() {
        return ticks == 0;
    }

    public Instant end() {
        return start.plus(granularity.length());
    }

    Candle then(Tick tick) {
        return new Candle(
                pair,
                granularity,
                start,
                bid.then(tick.bid()),
                ask.then(tick.ask()),
                mid.then(tick.mid()),
                ticks + 1,
                complete,
                partial);
    }

    /** The two as one, in this one's interval. */
    public Candle then(Candle later) {
        return new Candle(
                pair,
                granularity,
                start,
                bid.then(later.bid),
                ask.then(later.ask),
                mid.then(later.mid),
                ticks + later.ticks,
                complete,
                partial || later.partial);
    }

    /** The part of a longer candle that this one is. */
    public Candle within(Granularity longer) {
        return new Candle(pair, longer, longer.start(start), bid, ask, mid, ticks, false, partial);
    }

    public Candle standing(boolean isComplete, boolean isPartial) {
        return new Candle(pair, granularity, start, bid, ask, mid, ticks, isComplete, isPartial);
    }
}
