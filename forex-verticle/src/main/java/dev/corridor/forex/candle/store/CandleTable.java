package dev.corridor.forex.candle.store;

import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.domain.Ohlc;
import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The candles that are over, gaps left out; how far they go; and when nobody built any. */
public final class CandleTable {
    private static final String COLUMNS =
            """
            pair, granularity, started_at,
            bid_open, bid_high, bid_low, bid_close,
            ask_open, ask_high, ask_low, ask_close,
            mid_open, mid_high, mid_low, mid_close,
            ticks, partial
            """;

    /** Several candles of one pair as one. */
    private static final String JOINED =
            """
            (array_agg(bid_open order by started_at))[1] as bid_open, max(bid_high) as bid_high,
            min(bid_low) as bid_low, (array_agg(bid_close order by started_at desc))[1] as bid_close,
            (array_agg(ask_open order by started_at))[1] as ask_open, max(ask_high) as ask_high,
            min(ask_low) as ask_low, (array_agg(ask_close order by started_at desc))[1] as ask_close,
            (array_agg(mid_open order by started_at))[1] as mid_open, max(mid_high) as mid_high,
            min(mid_low) as mid_low, (array_agg(mid_close order by started_at desc))[1] as mid_close,
            cast(sum(ticks) as bigint) as ticks
            """;

    private final Database database;

    public CandleTable(Database database) {
        this.database = database;
    }

    /** Keeps them, together; what is there already stays as it is. Gaps are not to be among them. */
    public Future<Void> add(List<Candle> candles) {
        return database.pool()
                .preparedQuery(
                        """
                        insert into candle (%1$s)
                        select %1$s
                        from unnest(
                          $1::text[], $2::text[], $3::timestamptz[],
                          $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],
                          $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[],
                          $12::numeric[], $13::numeric[], $14::numeric[], $15::numeric[],
                          $16::bigint[], $17::boolean[]) as over (%1$s)
                        on conflict (pair, granularity, started_at) do nothing
                        """
                                .formatted(COLUMNS))
                .execute(columns(candles))
                .mapEmpty();
    }

    private static Tuple columns(List<Candle> candles) {
        var tuple = Tuple.of(
                candles.stream().map(candle -> candle.pair().toString()).toArray(String[]::new),
                candles.stream().map(candle -> candle.granularity().code()).toArray(String[]::new),
                candles.stream().map(candle -> utc(candle.start())).toArray(OffsetDateTime[]::new));
        for (Function<Candle, Ohlc> side : List.<Function<Candle, Ohlc>>of(Candle::bid, Candle::ask, Candle::mid)) {
            tuple.addValue(prices(candles, side, Ohlc::open))
                    .addValue(prices(candles, side, Ohlc::high))
                    .addValue(prices(candles, side, Ohlc::low))
                    .addValue(prices(candles, side, Ohlc::close));
        }
        return tuple.addValue(candles.stream().map(Candle::ticks).toArray(Long[]::new))
                .addValue(candles.stream().map(Candle::partial).toArray(Boolean[]::new));
    }

    private static BigDecimal[] prices(
            List<Candle> candles, Function<Candle, Ohlc> side, Function<Ohlc, BigDecimal> price) {
        return candles.stream().map(side.andThen(price)).toArray(BigDecimal[]::new);
    }

    /** Those of a request, in order, as many as it takes and one more. The primary key serves it. */
    public Future<List<Candle>> list(CandleSeries.Request request) {
        return database.pool()
                .preparedQuery(
                        """
                        select %s
                        from candle
                        where pair = $1 and granularity = $2 and started_at >= $3 and started_at < $4
                        order by started_at
                        limit $5
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(
                        request.pair().toString(),
                        request.granularity().code(),
                        utc(request.from()),
                        utc(request.to()),
                        request.limit() + 1))
                .map(rows -> rows.stream().map(CandleTable::candle).toList());
    }

    /** The last one before a moment. The primary key serves it. */
    public Future<Optional<Candle>> before(Pair pair, Granularity granularity, Instant start) {
        return database.pool()
                .preparedQuery(
                        """
                        select %s
                        from candle
                        where pair = $1 and granularity = $2 and started_at < $3
                        order by started_at desc
                        limit 1
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(pair.toString(), granularity.code(), utc(start)))
                .map(rows -> rows.stream().map(CandleTable::candle).findFirst());
    }

    /** The outages that touch a time: a handful, one for each stop of the whole service. */
    public Future<List<CandleSeries.Outage>> outages(Instant from, Instant to) {
        return database.pool()
                .preparedQuery("select from_at, to_at from candle_outage where from_at < $2 and to_at > $1")
                .execute(Tuple.of(utc(from), utc(to)))
                .map(rows -> rows.stream()
                        .map(row -> new CandleSeries.Outage(instant(row, "from_at"), instant(row, "to_at")))
                        .toList());
    }

    public Future<Void> addOutage(CandleSeries.Outage outage) {
        return database.pool()
                .preparedQuery(
                        """
                        insert into candle_outage (from_at, to_at)
                        values ($1, $2)
                        on conflict (from_at) do nothing
                        """)
                .execute(Tuple.of(utc(outage.from()), utc(outage.to())))
                .mapEmpty();
    }

    public Future<Optional<Instant>> builtUntil() {
        return database.pool()
                .query("select built_until from candle_progress where id = 1")
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("built_until"))
                        .map(OffsetDateTime::toInstant));
    }

    /** Time does not go back, whoever says so. */
    public Future<Void> buildUntil(Instant moment) {
        return database.pool()
                .preparedQuery(
                        """
                        update candle_progress
                        set built_until = $1
                        where id = 1 and (built_until is null or built_until < $1)
                        """)
                .execute(Tuple.of(utc(moment)))
                .mapEmpty();
    }

    /** What there is of a length from one moment to another, each pair's as one candle of the next length. */
    public Future<Map<Pair, Candle>> joined(Granularity longer, Granularity shorter, Instant from, Instant to) {
        return database.pool()
                .preparedQuery(
                        """
                        select pair, $1::text as granularity, $3::timestamptz as started_at, %s, bool_or(partial) as partial
                        from candle
                        where granularity = $2::text and started_at >= $3::timestamptz and started_at < $4::timestamptz
                        group by pair
                        """
                                .formatted(JOINED))
                .execute(Tuple.of(longer.code(), shorter.code(), utc(from), utc(to)))
                .map(rows -> {
                    var byPair = new HashMap<Pair, Candle>();
                    rows.forEach(row -> byPair.put(Pair.parse(row.getString("pair")), candle(row)));
                    return byPair;
                });
    }

    /** Makes of the shorter ones that have been kept a candle which nobody was there to close. It is partial. */
    public Future<Void> finish(Granularity longer, Granularity shorter, Instant start) {
        return database.pool()
                .preparedQuery(
                        """
                        insert into candle (%s)
                        select pair, $1::text, $3::timestamptz, %s, true
                        from candle
                        where granularity = $2::text and started_at >= $3::timestamptz and started_at < $4::timestamptz
                        group by pair
                        on conflict (pair, granularity, started_at) do nothing
                        """
                                .formatted(COLUMNS, JOINED))
                .execute(Tuple.of(longer.code(), shorter.code(), utc(start), utc(start.plus(longer.length()))))
                .mapEmpty();
    }

    /**
     * Removes some of those that began before a moment.
     *
     * @return how many
     */
    public Future<Integer> remove(Granularity granularity, Instant before, int most) {
        return database.pool()
                .preparedQuery(
                        """
                        delete from candle
                        where (pair, granularity, started_at) in (
                          select pair, granularity, started_at
                          from candle
                          where granularity = $1 and started_at < $2
                          order by granularity, started_at
                          limit $3
                        )
                        """)
                .execute(Tuple.of(granularity.code(), utc(before), most))
                .map(SqlResult::rowCount);
    }

    private static Candle candle(Row row) {
        return new Candle(
                Pair.parse(row.getString("pair")),
                Granularity.parse(row.getString("granularity")),
                instant(row, "started_at"),
                ohlc(row, "bid"),
                ohlc(row, "ask"),
                ohlc(row, "mid"),
                row.getLong("ticks"),
                true,
                row.getBoolean("partial"));
    }

    private static Ohlc ohlc(Row row, String side) {
        return new Ohlc(
                row.getBigDecimal(side + "_open"),
                row.getBigDecimal(side + "_high"),
                row.getBigDecimal(side + "_low"),
                row.getBigDecimal(side + "_close"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
