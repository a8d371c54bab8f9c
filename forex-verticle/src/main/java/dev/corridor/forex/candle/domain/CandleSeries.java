package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A contiguous series of candles of one pair. Intervals without ticks are gap candles.
 *
 * @param next start of the next page; empty at the end
 */
public record CandleSeries(Pair pair, Granularity granularity, List<Candle> candles, Optional<Instant> next) {

    /** A period in which no process built candles. */
    public record Outage(Instant from, Instant to) {
        boolean touches(Candle candle) {
            return from.isBefore(candle.end()) && to.isAfter(candle.start());
        }
    }

    /**
     * A range of candles, and how many of them a page takes.
     *
     * @param from start of the first candle
     * @param to excluded
     */
    public record Request(Pair pair, Granularity granularity, Instant from, Instant to, int limit) {}

    /**
     * Joins what is stored with what this process has in memory.
     *
     * <p>A candle leaves memory some time after it closed, and is stored some time after it closed. Between the two moments,
     * in whichever order they come, an interval without a candle may have had ticks: its gap candle is partial, and not complete
     * before the stored progress or a stored outage tells that nothing more will come.
     *
     * @param recent the candles in memory, by start: those that closed recently, then the open one. Read before {@code stored}.
     */
    public static CandleSeries of(Request request, StoredCandles stored, List<Candle> recent) {
        var known = known(request, stored, recent);
        var before = stored.before().or(() -> newestBefore(request, recent));
        var unknown = unknown(request, stored, recent);
        var candles = new ArrayList<Candle>();
        var previous = before;
        var length = request.granularity().length();
        var start = before.isPresent() || known.isEmpty() ? request.from() : known.firstKey();
        var end = before.isEmpty() && known.isEmpty() ? request.from() : request.to();
        while (start.isBefore(end) && candles.size() < request.limit()) {
            var candle = known.get(start);
            if (candle == null) {
                candle = gap(previous.orElseThrow(), start, unknown);
            }
            candles.add(markOutages(candle, stored.outages()));
            previous = Optional.of(candle);
            start = start.plus(length);
        }
        return new CandleSeries(
                request.pair(),
                request.granularity(),
                List.copyOf(candles),
                start.isBefore(end) ? Optional.of(start) : Optional.empty());
    }

    private static SortedMap<Instant, Candle> known(Request request, StoredCandles stored, List<Candle> recent) {
        var known = new TreeMap<Instant, Candle>();
        stored.candles().forEach(candle -> known.put(candle.start(), candle));
        boolean isWhole = stored.candles().size() <= request.limit();
        if (isWhole) {
            recent.stream()
                    .filter(candle -> !candle.start().isBefore(request.from())
                            && candle.start().isBefore(request.to()))
                    .forEach(candle -> known.putIfAbsent(candle.start(), candle));
        }
        return known;
    }

    /** Serves a pair whose first candle is not stored yet. */
    private static Optional<Candle> newestBefore(Request request, List<Candle> recent) {
        return recent.stream()
                .filter(candle -> candle.start().isBefore(request.from()))
                .reduce((earlier, later) -> later);
    }

    /** The period that is neither stored for certain nor in memory. */
    private static Optional<Outage> unknown(Request request, StoredCandles stored, List<Candle> recent) {
        var inMemorySince = recent.isEmpty() ? request.to() : recent.get(0).start();
        return stored.storedUntil()
                .filter(until -> until.isBefore(inMemorySince))
                .map(until -> new Outage(until, inMemorySince));
    }

    private static Candle gap(Candle previous, Instant start, Optional<Outage> unknown) {
        var gap = Candle.gap(previous, start);
        boolean isUnknown = unknown.filter(period -> period.touches(gap)).isPresent();
        return isUnknown ? gap.with(false, true) : gap;
    }

    private static Candle markOutages(Candle candle, List<Outage> outages) {
        boolean isTouched = outages.stream().anyMatch(outage -> outage.touches(candle));
        return isTouched ? candle.with(candle.complete(), true) : candle;
    }
}
