package dev.corridor.edge.usage.store;

import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Table of billable calls that adds up the totals of all journals. */
public final class UsageTable {
    /** The journal to which those of ended processes are added. */
    private static final UUID SETTLED = new UUID(0, 0);

    private final Database database;

    public UsageTable(Database database) {
        this.database = database;
    }

    /**
     * Writes the totals of a running journal. A repeat, or one that arrives late, changes nothing: totals only grow. Rows are written
     * in the order of their key, so that two writers never wait for each other in a circle.
     */
    public Future<Void> write(UUID journal, List<Usage> usages) {
        return usages.isEmpty()
                ? Future.succeededFuture()
                : database.execute(
                                """
                                insert into usage_calls (month, application, api, version, plan, journal, calls)
                                select month, application, api, version, plan, $6, calls
                                  from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $7::bigint[])
                                       as u (month, application, api, version, plan, calls)
                                 order by month, application, api, version, plan
                                on conflict (month, application, api, version, plan, journal)
                                do update set calls = greatest(usage_calls.calls, excluded.calls)
                                """,
                                tuple(journal, usages))
                        .mapEmpty();
    }

    /** Adds a journal that has ended to the settled calls, once. */
    public Future<Void> end(UUID journal, List<Usage> usages, Instant now) {
        return database.transaction(connection -> connection
                .preparedQuery(
                        """
                        insert into usage_journals_ended (journal, ended_at) values ($1, $2)
                        on conflict (journal) do nothing
                        """)
                .execute(Tuple.of(journal, OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
                .compose(inserted ->
                        inserted.rowCount() == 0 ? Future.succeededFuture() : settle(connection, journal, usages)));
    }

    private static Future<Void> settle(SqlConnection connection, UUID journal, List<Usage> usages) {
        Future<?> added = usages.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(
                                """
                                insert into usage_calls (month, application, api, version, plan, journal, calls)
                                select month, application, api, version, plan, $6, calls
                                  from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $7::bigint[])
                                       as u (month, application, api, version, plan, calls)
                                 order by month, application, api, version, plan
                                on conflict (month, application, api, version, plan, journal)
                                do update set calls = usage_calls.calls + excluded.calls
                                """)
                        .execute(tuple(SETTLED, usages));
        return added.compose(done -> connection
                .preparedQuery("delete from usage_calls where journal = $1")
                .execute(Tuple.of(journal))
                .mapEmpty());
    }

    /** Forgets ended journals whose files were removed long ago. */
    public Future<Void> forgetEndedBefore(Instant time) {
        return database.execute(
                        "delete from usage_journals_ended where ended_at < $1",
                        Tuple.of(OffsetDateTime.ofInstant(time, ZoneOffset.UTC)))
                .mapEmpty();
    }

    /** Sums the calls of other journals than {@code journal} under the keys. */
    public Future<Map<UsageKey, Long>> callsOfOthers(UUID journal, List<UsageKey> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        // The primary key serves each of the keys.
        return database.execute(
                        """
                        select c.month, c.application, c.api, c.version, c.plan, sum(c.calls)::bigint as calls
                          from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[])
                               as u (month, application, api, version, plan)
                          join usage_calls c using (month, application, api, version, plan)
                         where c.journal <> $6
                         group by c.month, c.application, c.api, c.version, c.plan
                        """,
                        keyTuple(keys).addUUID(journal))
                .map(rows -> {
                    var calls = new HashMap<UsageKey, Long>();
                    rows.forEach(row -> calls.put(key(row), row.getLong("calls")));
                    return calls;
                });
    }

    /** Returns the calls of applications in a month, by application, API, version and plan. */
    public Future<List<Usage>> ofApplications(YearMonth month, List<String> applications) {
        return database.execute(
                        """
                        select month, application, api, version, plan, sum(calls)::bigint as calls
                          from usage_calls
                         where month = $1 and application = any ($2)
                         group by month, application, api, version, plan
                         order by application, api, version, plan
                        """,
                        Tuple.of(month.atDay(1)).addArrayOfString(applications.toArray(String[]::new)))
                .map(UsageTable::usages);
    }

    private static List<Usage> usages(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new Usage(key(row), row.getLong("calls")))
                .toList();
    }

    private static UsageKey key(Row row) {
        return new UsageKey(
                YearMonth.from(row.getLocalDate("month")),
                row.getString("application"),
                row.getString("api"),
                row.getString("version"),
                row.getString("plan"));
    }

    private static Tuple tuple(UUID journal, List<Usage> usages) {
        return keyTuple(usages.stream().map(Usage::key).toList())
                .addUUID(journal)
                .addArrayOfLong(usages.stream().map(Usage::calls).toArray(Long[]::new));
    }

    private static Tuple keyTuple(List<UsageKey> keys) {
        return Tuple.tuple()
                .addArrayOfLocalDate(
                        keys.stream().map(key -> key.month().atDay(1)).toArray(LocalDate[]::new))
                .addArrayOfString(texts(keys, UsageKey::application))
                .addArrayOfString(texts(keys, UsageKey::api))
                .addArrayOfString(texts(keys, UsageKey::version))
                .addArrayOfString(texts(keys, UsageKey::plan));
    }

    private static String[] texts(List<UsageKey> keys, Function<UsageKey, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }
}
