package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Candles of one pair in a row, with a gap in place of each that there is not.
 *
 * @param next where the next page begins; empty at the end
 */
public record CandleSeries(Pair pair, Granularity granularity, List<Candle> candles, Optional<Instant> next) {

    /** A time in which nobody built candles. */
    public record Outage(Instant from, Instant to) {
        boolean touches(Candle candle) {
            return from.isBefore(candle.end()) && to.isAfter(candle.start());
        }
    }

    /**
     * What is asked for.
     *
     * @param from of a start of a candle on
     * @param to excluded
     */
    public record Request(Pair pair, Granularity granularity, Instant from, Instant to, int limit) {}

    /**
     * @param before the last candle before the first one, whose close a gap at the beginning carries
     * @param known by start
     */
    public static CandleSeries of(
            Request request, Optional<Candle> before, SortedMap<Instant, Candle> known, List<Outage> outages) {
        var candles = new ArrayList<Candle>();
        var previous = before;
        var length = request.granularity().length();
        var start = before.isPresent() || known.isEmpty() ? request.from() : known.firstKey();
        var end = end(request, before, known);
        while (start.isBefore(end) && candles.size() < request.limit()) {
            var candle = filled(start, known, previous);
            candles.add(overshadowed(candle, outages));
            previous = Optional.of(candle);
            start = start.plus(length);
        }
        return new CandleSeries(
                request.pair(),
                request.granularity(),
                List.copyOf(candles),
                start.isBefore(end) ? Optional.of(start) : Optional.empty());
    }

    private static Instant end(Request request, Optional<Candle> before, SortedMap<Instant, Candle> known) {
        return before.isEmpty() && known.isEmpty() ? request.from() : request.to();
    }

    private static Candle filled(Instant start, SortedMap<Instant, Candle> known, Optional<Candle> previous) {
        var candle = known.get(start);
        return candle == null ? Candle.gap(previous.orElseThrow(), start) : candle;
    }

    private static Candle overshadowed(Candle candle, List<Outage> outages) {
        boolean unwatched = outages.stream().anyMatch(outage -> outage.touches(candle));
        return unwatched ? candle.standing(candle.complete(), true) : candle;
    }
}
