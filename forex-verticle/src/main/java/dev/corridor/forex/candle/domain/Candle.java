package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.engine.domain.Tick;
import java.time.Instant;

/**
 * Open, high, low and close of a pair in one interval.
 *
 * @param start first moment of the interval; its end belongs to the next one
 * @param ticks number of ticks; a candle without ticks is a gap, and its prices are the close of the candle before
 * @param complete whether the interval is over and its ticks are known; complete and not partial, it never changes
 * @param partial whether ticks of the interval may be missing: the process that built the candle started within the interval, or
 *     lost ticks
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

    /**
     * Makes the candle of an interval without a tick.
     *
     * @param last the last tick before the interval
     */
    static Candle gap(Tick last, Granularity granularity, Instant start, boolean complete, boolean partial) {
        return new Candle(
                last.pair(),
                granularity,
                start,
                Ohlc.flat(last.bid()),
                Ohlc.flat(last.ask()),
                Ohlc.flat(last.mid()),
                0,
                complete,
                partial);
    }

    /** Makes the complete candle of an interval without a tick that follows another candle. */
    static Candle gap(Candle previous, Instant start) {
        return new Candle(
                previous.pair,
                previous.granularity,
                start,
                Ohlc.flat(previous.bid.close()),
                Ohlc.flat(previous.ask.close()),
                Ohlc.flat(previous.mid.close()),
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

    Candle plus(Tick tick) {
        return new Candle(
                pair,
                granularity,
                start,
                bid.plus(tick.bid()),
                ask.plus(tick.ask()),
                mid.plus(tick.mid()),
                ticks + 1,
                complete,
                partial);
    }

    /** Joins two candles in the interval of this one. */
    Candle plus(Candle later) {
        return new Candle(
                pair,
                granularity,
                start,
                bid.plus(later.bid),
                ask.plus(later.ask),
                mid.plus(later.mid),
                ticks + later.ticks,
                complete,
                partial || later.partial);
    }

    /** Returns this candle as the first part of an open candle of a longer granularity. */
    Candle within(Granularity longer) {
        return new Candle(pair, longer, longer.start(start), bid, ask, mid, ticks, false, partial);
    }

    Candle with(boolean isComplete, boolean isPartial) {
        return new Candle(pair, granularity, start, bid, ask, mid, ticks, isComplete, isPartial);
    }
}
