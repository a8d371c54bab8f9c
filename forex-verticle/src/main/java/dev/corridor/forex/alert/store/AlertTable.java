package dev.corridor.forex.alert.store;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.domain.AlertIndex;
import dev.corridor.forex.alert.events.AlertEvents;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.ExpiredRows;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The alert table. Expiry is judged by the database's clock. */
public final class AlertTable {
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;
    private final Outbox outbox = new Outbox();

    public AlertTable(Database database) {
        this.database = database;
    }

    /**
     * Adds an alert.
     *
     * @param maxActive most active alerts of one owner
     * @return or fails with too_many_alerts
     */
    public Future<Alert> add(UUID id, String owner, Alert.Terms terms, boolean isRising, int maxActive) {
        return database.transaction(connection -> countActive(connection, owner).compose(active -> {
            if (active >= maxActive) {
                return Future.failedFuture(
                        Problem.of(ForexError.TOO_MANY_ALERTS, "There are " + active + " active alerts already."));
            }
            return insert(connection, id, owner, terms, isRising);
        }));
    }

    /** Counts the active alerts of an owner, whose row stays locked until the transaction ends. */
    private static Future<Long> countActive(SqlConnection connection, String owner) {
        return connection
                .preparedQuery("insert into alert_owner (owner) values ($1) on conflict (owner) do nothing")
                .execute(Tuple.of(owner))
                .compose(there -> connection
                        .preparedQuery("select owner from alert_owner where owner = $1 for update")
                        .execute(Tuple.of(owner)))
                .compose(locked -> connection
                        .preparedQuery(
                                """
                                select count(*) as active
                                from alert
                                where owner = $1 and triggered_at is null and (expires_at is null or expires_at > now())
                                """)
                        .execute(Tuple.of(owner)))
                .map(rows -> rows.iterator().next().getLong("active"));
    }

    private static Future<Alert> insert(
            SqlConnection connection, UUID id, String owner, Alert.Terms terms, boolean isRising) {
        return connection
                .preparedQuery(
                        """
                        insert into alert (id, owner, pair, side, direction, price, rising, expires_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8)
                        returning id, owner, pair, side, direction, price, rising, created_at, expires_at,
                                  triggered_at is null and expires_at is not null and expires_at <= now() as expired,
                                  triggered_at, triggered_price, triggered_seq
                        """)
                .execute(Tuple.of(
                        id,
                        owner,
                        terms.pair().toString(),
                        terms.side().code(),
                        terms.direction().code(),
                        terms.price(),
                        isRising,
                        terms.expiresAt().map(SqlTime::utc).orElse(null)))
                .map(rows -> alert(rows.iterator().next()));
    }

    /** @return or fails with alert_not_found, also for an alert of another owner */
    public Future<Alert> find(UUID id, String owner) {
        return database.execute(
                        """
                        select id, owner, pair, side, direction, price, rising, created_at, expires_at,
                               triggered_at is null and expires_at is not null and expires_at <= now() as expired,
                               triggered_at, triggered_price, triggered_seq
                        from alert
                        where id = $1 and owner = $2
                        """,
                        Tuple.of(id, owner))
                .map(rows -> alerts(rows).stream().findFirst().orElseThrow(() -> notFound(id)));
    }

    /** @return or fails as {@link #find} */
    public Future<Void> delete(UUID id, String owner) {
        return database.execute("delete from alert where id = $1 and owner = $2", Tuple.of(id, owner))
                .compose(deleted ->
                        deleted.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(notFound(id)));
    }

    /** Lists the alerts of an owner, the newest first. */
    public Future<List<Alert>> list(String owner, Optional<UUID> before, int limit) {
        return database.execute(
                        """
                        select id, owner, pair, side, direction, price, rising, created_at, expires_at,
                               triggered_at is null and expires_at is not null and expires_at <= now() as expired,
                               triggered_at, triggered_price, triggered_seq
                        from alert
                        where owner = $1 and id < $2
                        order by id desc
                        limit $3
                        """,
                        Tuple.of(owner, before.orElse(LAST), limit))
                .map(AlertTable::alerts);
    }

    /** Lists the active alerts of all owners by id. The primary key serves it. */
    public Future<List<Alert>> active(UUID after, int limit) {
        return database.execute(
                        """
                        select id, owner, pair, side, direction, price, rising, created_at, expires_at,
                               triggered_at is null and expires_at is not null and expires_at <= now() as expired,
                               triggered_at, triggered_price, triggered_seq
                        from alert
                        where id > $1 and triggered_at is null and (expires_at is null or expires_at > now())
                        order by id
                        limit $2
                        """,
                        Tuple.of(after, limit))
                .map(AlertTable::alerts);
    }

    /** Lists the active alerts of all owners that were created in the last seconds. */
    public Future<List<Alert>> recentlyCreated(int seconds) {
        return database.execute(
                        """
                        select id, owner, pair, side, direction, price, rising, created_at, expires_at,
                               triggered_at is null and expires_at is not null and expires_at <= now() as expired,
                               triggered_at, triggered_price, triggered_seq
                        from alert
                        where created_at > now() - $1::int * interval '1 second'
                          and triggered_at is null
                          and (expires_at is null or expires_at > now())
                        """,
                        Tuple.of(seconds))
                .map(AlertTable::alerts);
    }

    /** Lists the alerts of all owners that triggered in the last seconds. */
    public Future<List<Alert>> recentlyTriggered(int seconds) {
        return database.execute(
                        """
                        select id, owner, pair, side, direction, price, rising, created_at, expires_at,
                               triggered_at is null and expires_at is not null and expires_at <= now() as expired,
                               triggered_at, triggered_price, triggered_seq
                        from alert
                        where triggered_at > now() - $1::int * interval '1 second'
                        order by triggered_at
                        """,
                        Tuple.of(seconds))
                .map(AlertTable::alerts);
    }

    /**
     * Triggers the alerts that are still active, and adds an event for each in the same transaction. An alert that was deleted,
     * has expired or was triggered by another process does not trigger again.
     */
    public Future<Void> trigger(List<AlertIndex.Hit> hits) {
        Map<UUID, AlertIndex.Hit> byId =
                hits.stream().collect(Collectors.toMap(hit -> hit.alert().id(), hit -> hit));
        return database.transaction(connection -> connection
                .preparedQuery(
                        """
                        update alert
                        set triggered_at = now(), triggered_price = hit.price, triggered_seq = hit.seq
                        from unnest($1::uuid[], $2::numeric[], $3::bigint[]) as hit (alert_id, price, seq)
                        where id = hit.alert_id and triggered_at is null and (expires_at is null or expires_at > now())
                        returning id
                        """)
                .execute(Tuple.of(
                        hits.stream().map(hit -> hit.alert().id()).toArray(UUID[]::new),
                        hits.stream().map(AlertIndex.Hit::price).toArray(BigDecimal[]::new),
                        hits.stream().map(hit -> hit.tick().seq()).toArray(Long[]::new)))
                .compose(rows -> outbox.append(
                        connection,
                        rows.stream()
                                .map(row -> AlertEvents.triggered(byId.get(row.getUUID("id"))))
                                .toList())));
    }

    /** The alerts that triggered or expired a month ago. */
    public static ExpiredRows expired(Database database) {
        return new ExpiredRows(
                database,
                "alert",
                "id",
                "coalesce(triggered_at, expires_at) < now() - interval '30 days'",
                "coalesce(triggered_at, expires_at)");
    }

    private static Problem notFound(UUID id) {
        return Problem.of(ForexError.ALERT_NOT_FOUND, "There is no alert " + id + ".");
    }

    private static List<Alert> alerts(RowSet<Row> rows) {
        return rows.stream().map(AlertTable::alert).toList();
    }

    private static Alert alert(Row row) {
        return new Alert(
                row.getUUID("id"),
                row.getString("owner"),
                new Alert.Terms(
                        Pair.parse(row.getString("pair")),
                        PriceSide.parse(row.getString("side")),
                        Alert.Direction.parse(row.getString("direction")),
                        row.getBigDecimal("price"),
                        moment(row, "expires_at")),
                row.getBoolean("rising"),
                moment(row, "created_at").orElseThrow(),
                row.getBoolean("expired"),
                moment(row, "triggered_at")
                        .map(at -> new Alert.Trigger(
                                at, row.getBigDecimal("triggered_price"), row.getLong("triggered_seq"))));
    }

    private static Optional<Instant> moment(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
