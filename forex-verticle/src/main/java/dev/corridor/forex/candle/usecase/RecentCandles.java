package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleBuilder;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The open candles of this process, and the candles that closed recently, which may not be stored yet. One per process: one
 * verticle writes to it, any thread reads from it.
 */
public final class RecentCandles {
    /** Closed candles held of each pair: half a minute of seconds, two minutes, and the last one of the others. */
    private static final Map<Granularity, Integer> HELD = Map.of(Granularity.S1, 30, Granularity.M1, 2);

    private final CandleBuilder builder;
    private final Map<Pair, Map<Granularity, Deque<Candle>>> closed = new HashMap<>();
    private final List<Consumer<List<Candle>>> listeners = new CopyOnWriteArrayList<>();
    private Instant closedUntil = Instant.EPOCH;
    private Instant evictedUntil = Instant.EPOCH;

    public RecentCandles(CandleBuilder builder) {
        this.builder = builder;
    }

    /** Calls {@code listener} on its own event loop whenever candles have closed. */
    public void onClosed(Context context, Consumer<List<Candle>> listener) {
        listeners.add(candles -> context.runOnContext(turn -> listener.accept(candles)));
    }

    /** @throws Problem granularity_unavailable when a pair has no candles that short */
    public void require(Pair pair, Granularity granularity) {
        if (!has(pair, granularity)) {
            throw Problem.of(
                    ForexError.GRANULARITY_UNAVAILABLE,
                    "%s has candles of %s and longer."
                            .formatted(pair, builder.finest(pair).code()));
        }
    }

    /** Returns whether a pair has candles that short. */
    public boolean has(Pair pair, Granularity granularity) {
        return granularity.compareTo(builder.finest(pair)) >= 0;
    }

    /** Returns the candles that closed recently, by start, and then the open one. Empty before the first tick of the pair. */
    public synchronized List<Candle> list(Pair pair, Granularity granularity) {
        var candles = new ArrayList<Candle>(
                closed.getOrDefault(pair, Map.of()).getOrDefault(granularity, new ArrayDeque<>()));
        builder.open(pair, granularity).ifPresent(candles::add);
        return candles;
    }

    public synchronized Optional<Candle> open(Pair pair, Granularity granularity) {
        return builder.open(pair, granularity);
    }

    /** Returns since when this process has received ticks; empty before the first one. */
    synchronized Optional<Instant> watchedSince() {
        return builder.watchedSince();
    }

    /** Returns the moment up to which all candles have closed. */
    synchronized Instant closedUntil() {
        return closedUntil;
    }

    /** Returns the latest end of a candle that has been evicted from memory. */
    synchronized Instant evictedUntil() {
        return evictedUntil;
    }

    /** Returns all candles in memory that closed and ended after a moment. */
    synchronized List<Candle> closedAfter(Instant moment) {
        return closed.values().stream()
                .flatMap(ofPair -> ofPair.values().stream())
                .flatMap(Collection::stream)
                .filter(candle -> candle.end().isAfter(moment))
                .toList();
    }

    List<Candle> add(List<Tick> ticks) {
        return notifyListeners(build(ticks));
    }

    private synchronized List<Candle> build(List<Tick> ticks) {
        return hold(builder.add(ticks));
    }

    /** Closes the candles that ended up to a moment. */
    List<Candle> advance(Instant now) {
        return notifyListeners(close(now));
    }

    private synchronized List<Candle> close(Instant now) {
        var candles = hold(builder.advance(now));
        closedUntil = later(closedUntil, now);
        return candles;
    }

    synchronized void restore(Granularity granularity, Map<Pair, Candle> parts) {
        builder.restore(granularity, parts);
    }

    synchronized long lateTicks() {
        return builder.lateTicks();
    }

    private List<Candle> hold(List<Candle> candles) {
        for (var candle : candles) {
            var held = closed.computeIfAbsent(candle.pair(), pair -> new HashMap<>())
                    .computeIfAbsent(candle.granularity(), length -> new ArrayDeque<>());
            held.addLast(candle);
            if (held.size() > HELD.getOrDefault(candle.granularity(), 1)) {
                evictedUntil = later(evictedUntil, held.removeFirst().end());
            }
        }
        return candles;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private List<Candle> notifyListeners(List<Candle> candles) {
        if (!candles.isEmpty()) {
            listeners.forEach(listener -> listener.accept(candles));
        }
        return candles;
    }
}
