package dev.corridor.forex.candle.store;

import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.domain.Ohlc;
import dev.corridor.forex.candle.domain.StoredCandles;
import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
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

/** Closed candles without the gaps, the progress of storing them, and the periods in which no process built any. */
public final class CandleTable {
    private final Database database;

    public CandleTable(Database database) {
        this.database = database;
    }

    /** Adds candles in one transaction. A candle that is stored already stays as it is. Gaps must not be among them. */
    public Future<Void> add(List<Candle> candles) {
        return database.execute(
                        """
                        insert into candle (
                          pair, granularity, started_at,
                          bid_open, bid_high, bid_low, bid_close,
                          ask_open, ask_high, ask_low, ask_close,
                          mid_open, mid_high, mid_low, mid_close,
                          ticks, partial)
                        select
                          pair, granularity, started_at,
                          bid_open, bid_high, bid_low, bid_close,
                          ask_open, ask_high, ask_low, ask_close,
                          mid_open, mid_high, mid_low, mid_close,
                          ticks, partial
                        from unnest(
                          $1::text[], $2::text[], $3::timestamptz[],
                          $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],
                          $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[],
                          $12::numeric[], $13::numeric[], $14::numeric[], $15::numeric[],
                          $16::bigint[], $17::boolean[]
                        ) as closed (
                          pair, granularity, started_at,
                          bid_open, bid_high, bid_low, bid_close,
                          ask_open, ask_high, ask_low, ask_close,
                          mid_open, mid_high, mid_low, mid_close,
                          ticks, partial)
                        on conflict (pair, granularity, started_at) do nothing
                        """,
                        columns(candles))
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

    /**
     * Reads what is stored of a range. On one connection and the progress first, so that every candle up to it is visible to the
     * queries that follow.
     */
    public Future<StoredCandles> read(CandleSeries.Request request) {
        return database.reads(connection -> {
            var storedUntil = storedUntil(connection);
            var before = before(connection, request);
            var candles = candles(connection, request);
            var outages = outages(connection, request);
            return Future.join(storedUntil, before, candles, outages)
                    .map(read -> new StoredCandles(
                            storedUntil.result(), before.result(), candles.result(), outages.result()));
        });
    }

    /** Returns the moment up to which all candles are stored; empty when none has ever been stored. */
    public Future<Optional<Instant>> storedUntil() {
        return database.statement(CandleTable::storedUntil);
    }

    private static Future<Optional<Instant>> storedUntil(SqlClient client) {
        return client.query("select stored_until from candle_progress where id = 1")
                .execute()
                .map(rows -> SqlTime.instant(rows.iterator().next(), "stored_until"));
    }

    /** The primary key serves it. */
    private static Future<Optional<Candle>> before(SqlClient client, CandleSeries.Request request) {
        return client.preparedQuery(
                        """
                        select
                          pair, granularity, started_at,
                          bid_open, bid_high, bid_low, bid_close,
                          ask_open, ask_high, ask_low, ask_close,
                          mid_open, mid_high, mid_low, mid_close,
                          ticks, partial
                        from candle
                        where pair = $1 and granularity = $2 and started_at < $3
                        order by started_at desc
                        limit 1
                        """)
                .execute(Tuple.of(
                        request.pair().toString(), request.granularity().code(), utc(request.from())))
                .map(rows -> rows.stream().map(CandleTable::candle).findFirst());
    }

    /** Reads one more than the page takes, to tell whether it is the last. The primary key serves it. */
    private static Future<List<Candle>> candles(SqlClient client, CandleSeries.Request request) {
        return client.preparedQuery(
                        """
                        select
                          pair, granularity, started_at,
                          bid_open, bid_high, bid_low, bid_close,
                          ask_open, ask_high, ask_low, ask_close,
                          mid_open, mid_high, mid_low, mid_close,
                          ticks, partial
                        from candle
                        where pair = $1 and granularity = $2 and started_at >= $3 and started_at < $4
                        order by started_at
                        limit $5
                        """)
                .execute(Tuple.of(
                        request.pair().toString(),
                        request.granularity().code(),
                        utc(request.from()),
                        utc(request.to()),
                        request.limit() + 1))
                .map(rows -> rows.stream().map(CandleTable::candle).toList());
    }

    /** The table has a row for each stop of the whole service. */
    private static Future<List<CandleSeries.Outage>> outages(SqlClient client, CandleSeries.Request request) {
        return client.preparedQuery("select from_at, to_at from candle_outage where from_at < $2 and to_at > $1")
                .execute(Tuple.of(utc(request.from()), utc(request.to())))
                .map(rows -> rows.stream()
                        .map(row -> new CandleSeries.Outage(time(row, "from_at"), time(row, "to_at")))
                        .toList());
    }

    public Future<Void> addOutage(CandleSeries.Outage outage) {
        return database.execute(
                        """
                        insert into candle_outage (from_at, to_at)
                        values ($1, $2)
                        on conflict (from_at) do nothing
                        """,
                        Tuple.of(utc(outage.from()), utc(outage.to())))
                .mapEmpty();
    }

    /** Stores the moment up to which all candles are stored. It never goes back. */
    public Future<Void> storeProgress(Instant storedUntil) {
        return database.execute(
                        """
                        update candle_progress
                        set stored_until = $1
                        where id = 1 and (stored_until is null or stored_until < $1)
                        """,
                        Tuple.of(utc(storedUntil)))
                .mapEmpty();
    }

    /** Reads the shorter candles of a range, joined to one candle of a longer granularity for each pair. */
    public Future<Map<Pair, Candle>> joined(Granularity longer, Granularity shorter, Instant from, Instant to) {
        return database.execute(
                        """
                        select
                          pair, $1::text as granularity, $3::timestamptz as started_at,
                          (array_agg(bid_open order by started_at))[1] as bid_open,
                          max(bid_high) as bid_high,
                          min(bid_low) as bid_low,
                          (array_agg(bid_close order by started_at desc))[1] as bid_close,
                          (array_agg(ask_open order by started_at))[1] as ask_open,
                          max(ask_high) as ask_high,
                          min(ask_low) as ask_low,
                          (array_agg(ask_close order by started_at desc))[1] as ask_close,
                          (array_agg(mid_open order by started_at))[1] as mid_open,
                          max(mid_high) as mid_high,
                          min(mid_low) as mid_low,
                          (array_agg(mid_close order by started_at desc))[1] as mid_close,
                          cast(sum(ticks) as bigint) as ticks,
                          bool_or(partial) as partial
                        from candle
                        where granularity = $2::text and started_at >= $3::timestamptz and started_at < $4::timestamptz
                        group by pair
                        """,
                        Tuple.of(longer.code(), shorter.code(), utc(from), utc(to)))
                .map(rows -> {
                    var byPair = new HashMap<Pair, Candle>();
                    rows.forEach(row -> byPair.put(Pair.parse(row.getString("pair")), candle(row)));
                    return byPair;
                });
    }

    /** Adds the candles of an interval that no process was running to close, from the stored shorter ones. They are partial. */
    public Future<Void> finish(Granularity longer, Granularity shorter, Instant start) {
        return database.execute(
                        """
                        insert into candle (
                          pair, granularity, started_at,
                          bid_open, bid_high, bid_low, bid_close,
                          ask_open, ask_high, ask_low, ask_close,
                          mid_open, mid_high, mid_low, mid_close,
                          ticks, partial)
                        select
                          pair, $1::text, $3::timestamptz,
                          (array_agg(bid_open order by started_at))[1], max(bid_high),
                          min(bid_low), (array_agg(bid_close order by started_at desc))[1],
                          (array_agg(ask_open order by started_at))[1], max(ask_high),
                          min(ask_low), (array_agg(ask_close order by started_at desc))[1],
                          (array_agg(mid_open order by started_at))[1], max(mid_high),
                          min(mid_low), (array_agg(mid_close order by started_at desc))[1],
                          cast(sum(ticks) as bigint), true
                        from candle
                        where granularity = $2::text and started_at >= $3::timestamptz and started_at < $4::timestamptz
                        group by pair
                        on conflict (pair, granularity, started_at) do nothing
                        """,
                        Tuple.of(longer.code(), shorter.code(), utc(start), utc(start.plus(longer.length()))))
                .mapEmpty();
    }

    /**
     * Deletes some of the candles that started before a moment.
     *
     * @param limit most candles to delete
     * @return how many it deleted
     */
    public Future<Integer> delete(Granularity granularity, Instant before, int limit) {
        return database.execute(
                        """
                        delete from candle
                        where (pair, granularity, started_at) in (
                          select pair, granularity, started_at
                          from candle
                          where granularity = $1 and started_at < $2
                          order by granularity, started_at
                          limit $3
                        )
                        """,
                        Tuple.of(granularity.code(), utc(before), limit))
                .map(SqlResult::rowCount);
    }

    private static Candle candle(Row row) {
        return new Candle(
                Pair.parse(row.getString("pair")),
                Granularity.parse(row.getString("granularity")),
                time(row, "started_at"),
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

    private static Instant time(Row row, String column) {
        return SqlTime.instant(row, column).orElseThrow();
    }
}
