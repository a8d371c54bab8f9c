package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.value.Period;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers queries for candles: stored candles from the database, the open one and those not stored yet from the memory of this
 * process. Belongs to one verticle.
 */
public final class CandleQueries {
    public static final PageLimit LIMIT = new PageLimit(500, 1_000);

    private final CandleTable table;
    private final RecentCandles recent;
    private final LiveRates live;
    private final Clock clock;

    public CandleQueries(CandleTable table, RecentCandles recent, LiveRates live, Clock clock) {
        this.table = table;
        this.recent = recent;
        this.live = live;
        this.clock = clock;
    }

    /**
     * A query for candles.
     *
     * @param from empty: the page ends at {@code to}
     * @param to excluded; empty: the open candle is the last
     */
    public record Query(Pair pair, Granularity granularity, Optional<Instant> from, Optional<Instant> to, int limit) {}

    /**
     * Returns a page of candles.
     *
     * @return or fails with unknown_pair, unknown_currency, granularity_unavailable, range_invalid
     */
    public Future<CandleSeries> series(Query query) {
        requireKnown(query);
        recent.require(query.pair(), query.granularity());
        // Before the table is read: a candle that is stored and evicted meanwhile is then found in one of the two.
        var inMemory = recent.list(query.pair(), query.granularity());
        var request = request(query, end(query.granularity(), inMemory));
        return table.read(request).map(stored -> CandleSeries.of(request, stored, inMemory));
    }

    /** The candles of a pair that is not live any more can be read up to the end of its currencies. */
    private void requireKnown(Query query) {
        if (query.to().isPresent()) {
            query.pair().requireAt(query.to().get().minusNanos(1));
        }
        if (query.to().isEmpty() || !query.pair().hasEndedAt(live.now())) {
            live.requireLive(query.pair());
        }
    }

    /**
     * A series ends with the open candle, not with the clock: shortly after an interval has begun, the candle before it is still
     * open for ticks that are in flight, and nobody can say yet whether the new interval has ticks.
     */
    private Instant end(Granularity granularity, List<Candle> inMemory) {
        return inMemory.isEmpty()
                ? granularity.start(clock.instant())
                : inMemory.get(inMemory.size() - 1).end();
    }

    private static CandleSeries.Request request(Query query, Instant end) {
        var granularity = query.granularity();
        var to = query.to().filter(requested -> requested.isBefore(end)).orElse(end);
        var from = query.from().orElseGet(() -> to.minus(granularity.length().multipliedBy(query.limit())));
        query.to().ifPresent(last -> Period.require(from, last, ForexError.RANGE_INVALID));
        var start = granularity.start(from);
        var first = start.isBefore(from) ? start.plus(granularity.length()) : start;
        return new CandleSeries.Request(query.pair(), granularity, first, to, query.limit());
    }
}
