package dev.corridor.edge.oauth.store;

import dev.corridor.kit.identity.Revocation;
import dev.corridor.kit.identity.Revocation.Kind;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Log of revocations. Its positions are in the order of the commits, because each writer locks the row of the last one. */
public final class RevocationLog {
    private final Database database;

    public RevocationLog(Database database) {
        this.database = database;
    }

    /** Versions of what edges keep in memory. */
    public record State(UUID epoch, long revocationPosition, long subscriptionsVersion) {}

    /** Revocation with its position. */
    public record Entry(long position, Revocation revocation) {}

    public Future<State> state() {
        return database.execute("select epoch, revocation_position, subscriptions_version from edge_state where id = 1")
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new State(
                            row.getUUID("epoch"),
                            row.getLong("revocation_position"),
                            row.getLong("subscriptions_version"));
                });
    }

    /** Returns the revocations after a position, in order. */
    public Future<List<Entry>> after(long position, int limit) {
        return database.execute(
                        """
                        select position, kind, value, revoked_at, expires_at
                        from revocations
                        where position > $1
                        order by position
                        limit $2
                        """,
                        Tuple.of(position, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Entry(row.getLong("position"), revocation(row)))
                        .toList());
    }

    /** Adds a revocation, alone or in the caller's transaction. */
    public Future<Void> add(SqlClient connection, Revocation revocation) {
        return connection
                .preparedQuery(
                        """
                        with next as (
                          update edge_state set revocation_position = revocation_position + 1
                          where id = 1
                          returning revocation_position
                        )
                        insert into revocations (position, kind, value, revoked_at, expires_at)
                        select revocation_position, $1::text, $2::text, $3::timestamptz, $4::timestamptz from next
                        """)
                .execute(Tuple.of(
                        revocation.kind().name(),
                        revocation.value(),
                        SqlTime.utc(Instant.ofEpochSecond(revocation.revokedAtSeconds())),
                        SqlTime.utc(Instant.ofEpochSecond(revocation.expiresAtSeconds()))))
                .mapEmpty();
    }

    public Future<Void> deleteExpired(Instant now) {
        return database.execute("delete from revocations where expires_at < $1", Tuple.of(SqlTime.utc(now)))
                .mapEmpty();
    }

    private static Revocation revocation(Row row) {
        return new Revocation(
                Kind.valueOf(row.getString("kind")),
                row.getString("value"),
                SqlTime.instant(row, "revoked_at").orElseThrow().getEpochSecond(),
                SqlTime.instant(row, "expires_at").orElseThrow().getEpochSecond());
    }
}
