package dev.corridor.edge.oauth.store;

import dev.corridor.edge.oauth.domain.Application;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Table of applications. Another user's application is not found. */
public final class Applications {
    private final Database database;

    public Applications(Database database) {
        this.database = database;
    }

    /** Returns the applications of a user, by name. */
    public Future<List<Application>> of(String ownerId, int limit) {
        return database.execute(
                        """
                        select id, owner_id, name, description, created_at
                        from applications
                        where owner_id = $1
                        order by name
                        limit $2
                        """,
                        Tuple.of(ownerId, limit))
                .map(Applications::all);
    }

    public Future<Optional<Application>> find(String ownerId, UUID id) {
        return database.execute(
                        """
                        select id, owner_id, name, description, created_at
                        from applications
                        where id = $2 and owner_id = $1
                        """,
                        Tuple.of(ownerId, id))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** Returns whether it was inserted; false when the owner has one of that name, or {@code limit} of them. */
    public Future<Boolean> insert(Application application, int limit) {
        return database.execute(
                        """
                        insert into applications (id, owner_id, name, description, created_at)
                        select $1::uuid, $2::text, $3::text, $4::text, $5::timestamptz
                        where (select count(*) from applications where owner_id = $2) < $6::int
                        on conflict do nothing
                        """,
                        Tuple.of(
                                application.id(),
                                application.ownerId(),
                                application.name(),
                                application.description(),
                                SqlTime.utc(application.createdAt()),
                                limit))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /** Fails with a unique violation when the owner has another one of that name. */
    public Future<Void> update(Application application) {
        return database.execute(
                        "update applications set name = $3, description = $4 where id = $2 and owner_id = $1",
                        Tuple.of(
                                application.ownerId(), application.id(), application.name(), application.description()))
                .mapEmpty();
    }

    /** Deletes it with its keys and subscriptions. */
    public Future<Void> delete(SqlClient connection, UUID id) {
        return connection
                .preparedQuery("delete from applications where id = $1")
                .execute(Tuple.of(id))
                .mapEmpty();
    }

    private static List<Application> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Application(
                        row.getUUID("id"),
                        row.getString("owner_id"),
                        row.getString("name"),
                        row.getString("description"),
                        SqlTime.instant(row, "created_at").orElseThrow()))
                .toList();
    }
}
