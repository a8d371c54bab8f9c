package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.PageLimit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Answers questions about candles: those that are over from the database, the open one and those not yet kept from this process's
 * book. Belongs to one verticle.
 */
public final class CandleQueries {
    public static final PageLimit LIMIT = new PageLimit(500, 1_000);

    private final CandleTable candles;
    private final RecentCandles book;
    private final LiveRates live;
    private final Clock clock;

    public CandleQueries(CandleTable candles, RecentCandles book, LiveRates live, Clock clock) {
        this.candles = candles;
        this.book = book;
        this.live = live;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param from empty: so that the page ends at {@code to}
     * @param to excluded; empty: the open candle is the last
     */
    public record Question(
            Pair pair, Granularity granularity, Optional<Instant> from, Optional<Instant> to, int limit) {}

    /**
     * A page of candles.
     *
     * @return or fails with unknown_pair, granularity_unavailable, range_invalid
     */
    public Future<CandleSeries> series(Question question) {
        live.latest(question.pair())
                .orElseThrow(() ->
                        Problem.of(ForexError.UNKNOWN_PAIR, "There is no live price of " + question.pair() + "."));
        book.require(question.pair(), question.granularity());
        return read(request(question));
    }

    private CandleSeries.Request request(Question question) {
        var granularity = question.granularity();
        var end = granularity.start(clock.instant()).plus(granularity.length());
        var to = question.to().filter(asked -> asked.isBefore(end)).orElse(end);
        var from = question.from().orElseGet(() -> to.minus(granularity.length().multipliedBy(question.limit())));
        if (question.to().isPresent() && from.isAfter(question.to().get())) {
            throw Problem.of(
                    ForexError.RANGE_INVALID,
                    "%s is after %s.".formatted(from, question.to().get()));
        }
        var first = granularity.start(from);
        boolean beginsBefore = first.isBefore(from);
        return new CandleSeries.Request(
                question.pair(),
                granularity,
                beginsBefore ? first.plus(granularity.length()) : first,
                to,
                question.limit());
    }

    private Future<CandleSeries> read(CandleSeries.Request request) {
        var before = candles.before(request.pair(), request.granularity(), request.from());
        var kept = candles.list(request);
        var outages = candles.outages(request.from(), request.to());
        return Future.all(before, kept, outages)
                .map(read -> CandleSeries.of(
                        request,
                        before.result().or(() -> newestBefore(request)),
                        known(request, kept.result()),
                        outages.result()));
    }

    /** Every pair's first candle is open before any has been kept. */
    private Optional<Candle> newestBefore(CandleSeries.Request request) {
        return book.newest(request.pair(), request.granularity()).stream()
                .filter(candle -> candle.start().isBefore(request.from()))
                .reduce((earlier, later) -> later);
    }

    private SortedMap<Instant, Candle> known(CandleSeries.Request request, List<Candle> kept) {
        var known = new TreeMap<Instant, Candle>();
        kept.forEach(candle -> known.put(candle.start(), candle));
        boolean isWhole = kept.size() <= request.limit();
        if (isWhole) {
            book.newest(request.pair(), request.granularity()).stream()
                    .filter(candle -> !candle.start().isBefore(request.from())
                            && candle.start().isBefore(request.to()))
                    .forEach(candle -> known.putIfAbsent(candle.start(), candle));
        }
        return known;
    }
}
