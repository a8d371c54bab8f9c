package dev.corridor.profile.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.domain.VerificationChange;
import dev.corridor.profile.domain.VerificationDecision;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Table of the changes of users' verification. Rows are never changed or deleted: the running service may not. */
public final class VerificationHistory {
    private final Database database;

    public VerificationHistory(Database database) {
        this.database = database;
    }

    public Future<Void> append(SqlConnection connection, VerificationChange change) {
        return connection
                .preparedQuery(
                        """
                        insert into verification_changes
                          (user_id, version, previous, verification, reason, decided_by, decided_at, correlation_id)
                        values ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .execute(Tuple.of(
                        change.userId(),
                        change.version(),
                        change.previous().map(Verification::name).orElse(null),
                        change.verification().name(),
                        change.decision().reason(),
                        change.decision().decidedBy(),
                        SqlTime.utc(change.decision().decidedAt()),
                        change.decision().correlationId()))
                .mapEmpty();
    }

    /** Returns a user's changes, newest first. @param beforeVersion empty for the newest. The primary key serves it. */
    public Future<List<VerificationChange>> of(UUID userId, OptionalLong beforeVersion, int limit) {
        return database.execute(
                        """
                        select user_id, version, previous, verification, reason, decided_by, decided_at, correlation_id
                        from verification_changes
                        where user_id = $1 and version < $2
                        order by version desc
                        limit $3
                        """,
                        Tuple.of(userId, beforeVersion.orElse(Long.MAX_VALUE), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(VerificationHistory::change)
                        .toList());
    }

    private static VerificationChange change(Row row) {
        return new VerificationChange(
                row.getUUID("user_id"),
                row.getLong("version"),
                Optional.ofNullable(row.getString("previous")).map(Verification::valueOf),
                Verification.valueOf(row.getString("verification")),
                new VerificationDecision(
                        row.getString("reason"),
                        row.getString("decided_by"),
                        SqlTime.instant(row, "decided_at").orElseThrow(),
                        row.getString("correlation_id")));
    }
}
