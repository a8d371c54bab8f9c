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
 * The candles of this process that are open, and those closed so lately that they may not be in the database yet. One a process;
 * written by one verticle, read by any thread.
 */
public final class RecentCandles {
    /** Of a second: half a minute. Of the others the last one, and the last minutes. */
    private static final Map<Granularity, Integer> HELD = Map.of(Granularity.S1, 30, Granularity.M1, 2);

    private final CandleBuilder builder;
    private final Map<Pair, Map<Granularity, Deque<Candle>>> lately = new HashMap<>();
    private final List<Consumer<List<Candle>>> listeners = new CopyOnWriteArrayList<>();

    public RecentCandles(CandleBuilder builder) {
        this.builder = builder;
    }

    /** From now on hears, on its own event loop, which candles have closed. */
    public void follow(Context context, Consumer<List<Candle>> listener) {
        listeners.add(closed -> context.runOnContext(turn -> listener.accept(closed)));
    }

    /** @throws Problem granularity_unavailable when a pair has no candles so short */
    public void require(Pair pair, Granularity granularity) {
        if (!has(pair, granularity)) {
            throw Problem.of(
                    ForexError.GRANULARITY_UNAVAILABLE,
                    "%s has candles of %s and longer."
                            .formatted(pair, builder.finest(pair).code()));
        }
    }

    /** Whether a pair has candles so short. */
    public boolean has(Pair pair, Granularity granularity) {
        return granularity.compareTo(builder.finest(pair)) >= 0;
    }

    /** Closed lately, by start, and the open one at the end. */
    public synchronized List<Candle> newest(Pair pair, Granularity granularity) {
        var newest = new ArrayList<Candle>(
                lately.getOrDefault(pair, Map.of()).getOrDefault(granularity, new ArrayDeque<>()));
        builder.open(pair, granularity).ifPresent(newest::add);
        return newest;
    }

    public synchronized Optional<Candle> open(Pair pair, Granularity granularity) {
        return builder.open(pair, granularity);
    }

    /** Since when this process has had ticks; empty: not yet. */
    synchronized Optional<Instant> watchedSince() {
        return builder.watchedSince();
    }

    /** All that was closed lately and ended after a moment. */
    synchronized List<Candle> closedAfter(Instant moment) {
        return lately.values().stream()
                .flatMap(ofPair -> ofPair.values().stream())
                .flatMap(Collection::stream)
                .filter(candle -> candle.end().isAfter(moment))
                .toList();
    }

    List<Candle> add(List<Tick> ticks) {
        return closed(addAll(ticks));
    }

    private synchronized List<Candle> addAll(List<Tick> ticks) {
        return remember(builder.add(ticks));
    }

    List<Candle> advance(Instant now) {
        return closed(advanceTo(now));
    }

    private synchronized List<Candle> advanceTo(Instant now) {
        return remember(builder.advance(now));
    }

    synchronized void restore(Granularity granularity, Map<Pair, Candle> parts) {
        builder.restore(granularity, parts);
    }

    synchronized long lateTicks() {
        return builder.lateTicks();
    }

    private List<Candle> remember(List<Candle> closed) {
        for (var candle : closed) {
            var ofLength = lately.computeIfAbsent(candle.pair(), pair -> new HashMap<>())
                    .computeIfAbsent(candle.granularity(), length -> new ArrayDeque<>());
            ofLength.addLast(candle);
            if (ofLength.size() > HELD.getOrDefault(candle.granularity(), 1)) {
                ofLength.removeFirst();
            }
        }
        return closed;
    }

    private List<Candle> closed(List<Candle> closed) {
        if (!closed.isEmpty()) {
            listeners.forEach(listener -> listener.accept(closed));
        }
        return closed;
    }
}
