package dev.corridor.edge.usage.store;

import dev.corridor.edge.usage.domain.CallCount;
import dev.corridor.edge.usage.domain.CallSeries;
import dev.corridor.edge.usage.domain.Resolution;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Table of calls by minute, hour and day. */
public final class CallStatisticsTable {
    private static final int ROWS_MAX = 200_000;

    private final Database database;

    /** What the calls of a series have in common. */
    public enum Grouping {
        API,
        VERSION,
        APPLICATION,
        OPERATION,
        STATUS
    }

    /**
     * Which calls are asked for.
     *
     * @param applications empty: all, also calls without an application
     */
    public record Query(
            Resolution resolution,
            Instant from,
            Instant to,
            Optional<String> api,
            Optional<String> version,
            Optional<List<String>> applications,
            Grouping grouping) {}

    public CallStatisticsTable(Database database) {
        this.database = database;
    }

    /** Adds calls in all resolutions at once. Rows are written in the order of their key: two writers never wait in a circle. */
    public Future<Void> add(Collection<CallCount> counts) {
        // grouped: several minutes may fall into one hour, and a statement must not change a row twice.
        return database.execute(
                        """
                        insert into call_statistics (resolution, starts_at, api, version, operation, application,
                          status_class, latency_ms_max, calls, latency_us_sum)
                        select r.resolution, date_trunc(lower(r.resolution), c.minute, 'UTC'), c.api, c.version, c.operation,
                               c.application, c.status_class, c.latency_ms_max, sum(c.calls)::bigint, sum(c.latency_us)::bigint
                          from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[],
                                      $8::bigint[], $9::bigint[])
                               as c (minute, api, version, operation, application, status_class, latency_ms_max, calls, latency_us)
                         cross join (values ('MINUTE'), ('HOUR'), ('DAY')) as r (resolution)
                         group by 1, 2, 3, 4, 5, 6, 7, 8
                         order by 1, 2, 3, 4, 5, 6, 7, 8
                        on conflict (resolution, starts_at, api, version, operation, application, status_class, latency_ms_max)
                        do update set calls = call_statistics.calls + excluded.calls,
                                      latency_us_sum = call_statistics.latency_us_sum + excluded.latency_us_sum
                        """,
                        Tuple.tuple()
                                .addArrayOfOffsetDateTime(times(counts).toArray(OffsetDateTime[]::new))
                                .addArrayOfString(texts(counts, CallCount.Key::api))
                                .addArrayOfString(texts(counts, CallCount.Key::version))
                                .addArrayOfString(texts(counts, CallCount.Key::operation))
                                .addArrayOfString(texts(counts, CallCount.Key::application))
                                .addArrayOfInteger(numbers(counts, CallCount.Key::statusClass))
                                .addArrayOfInteger(numbers(counts, CallCount.Key::latencyBound))
                                .addArrayOfLong(
                                        counts.stream().map(CallCount::calls).toArray(Long[]::new))
                                .addArrayOfLong(counts.stream()
                                        .map(CallCount::latencyMicros)
                                        .toArray(Long[]::new)))
                .mapEmpty();
    }

    /** Returns the series of a query, by name. */
    public Future<List<CallSeries>> read(Query query) {
        String group =
                switch (query.grouping()) {
                    case API -> "api";
                    case VERSION -> "api || ' ' || version";
                    case APPLICATION -> "application";
                    case OPERATION -> "api || ' ' || operation";
                    case STATUS -> "status_class || 'xx'";
                };
        // The primary key serves resolution and time.
        String sql =
                """
                select %s as name, starts_at, status_class, latency_ms_max,
                       sum(calls)::bigint as calls, sum(latency_us_sum)::bigint as latency_us
                  from call_statistics
                 where resolution = $1 and starts_at >= $2 and starts_at < $3
                   and ($4::text is null or api = $4) and ($5::text is null or version = $5)
                   and ($6::text[] is null or application = any ($6))
                 group by 1, 2, 3, 4
                 limit %d
                """
                        .formatted(group, ROWS_MAX);
        return database.execute(
                        sql,
                        Tuple.of(query.resolution().name(), time(query.from()), time(query.to()))
                                .addString(query.api().orElse(null))
                                .addString(query.version().orElse(null))
                                .addArrayOfString(query.applications()
                                        .map(ids -> ids.toArray(String[]::new))
                                        .orElse(null)))
                .map(CallStatisticsTable::series);
    }

    /** Removes what is older than its resolution is kept. */
    public Future<Void> removeExpired(Instant now) {
        return Future.all(List.of(Resolution.values()).stream()
                        .map(resolution -> database.execute(
                                "delete from call_statistics where resolution = $1 and starts_at < $2",
                                Tuple.of(resolution.name(), time(now.minus(resolution.retention())))))
                        .toList())
                .mapEmpty();
    }

    private static List<CallSeries> series(RowSet<Row> rows) {
        var series = new TreeMap<String, CallSeries>();
        for (Row row : rows) {
            series.computeIfAbsent(row.getString("name"), CallSeries::new)
                    .add(
                            row.getOffsetDateTime("starts_at").toInstant(),
                            row.getInteger("status_class"),
                            row.getInteger("latency_ms_max"),
                            row.getLong("calls"),
                            row.getLong("latency_us"));
        }
        return List.copyOf(series.values());
    }

    private static List<OffsetDateTime> times(Collection<CallCount> counts) {
        return counts.stream().map(count -> time(count.key().minute())).toList();
    }

    private static String[] texts(Collection<CallCount> counts, Function<CallCount.Key, String> part) {
        return counts.stream().map(count -> part.apply(count.key())).toArray(String[]::new);
    }

    private static Integer[] numbers(Collection<CallCount> counts, Function<CallCount.Key, Integer> part) {
        return counts.stream().map(count -> part.apply(count.key())).toArray(Integer[]::new);
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
