package dev.corridor.profile.store;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Currency;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.Verification;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Table of users. */
public final class Users {
    private final Database database;

    public Users(Database database) {
        this.database = database;
    }

    /** Returns the users that exist among the given ids, in no particular order. */
    public Future<List<User>> byIds(List<UUID> ids) {
        return database.execute(
                        """
                        select id, username, email, full_name, home_currency, verification, created_at, version
                        from users
                        where id = any($1)
                        """,
                        Tuple.of(ids.toArray(UUID[]::new)))
                .map(Users::all);
    }

    public Future<Optional<User>> byId(SqlClient client, UUID id) {
        return client.preparedQuery(
                        """
                        select id, username, email, full_name, home_currency, verification, created_at, version
                        from users
                        where id = $1
                        """)
                .execute(Tuple.of(id))
                .map(Users::first);
    }

    /** Returns the users that exist among the given usernames, in no particular order. */
    public Future<List<User>> byUsernames(List<String> usernames) {
        return database.execute(
                        """
                        select id, username, email, full_name, home_currency, verification, created_at, version
                        from users
                        where username = any($1)
                        """,
                        Tuple.of(usernames.toArray(String[]::new)))
                .map(Users::all);
    }

    /** Inserts a user. Returns the users that already have the id, username or e-mail address; empty after an insert. */
    public Future<List<User>> insertOrFindConflicts(SqlConnection connection, User user) {
        return connection
                .preparedQuery(
                        """
                        insert into users
                          (id, username, email, full_name, home_currency, verification, created_at, version)
                        values ($1, $2, $3, $4, $5, $6, $7, $8)
                        on conflict do nothing
                        """)
                .execute(Tuple.of(
                        user.id(),
                        user.username(),
                        user.email(),
                        user.fullName(),
                        user.homeCurrency().code(),
                        user.verification().name(),
                        user.createdAt().atOffset(ZoneOffset.UTC),
                        user.version()))
                .compose(inserted ->
                        inserted.rowCount() == 1 ? Future.succeededFuture(List.of()) : conflicts(connection, user));
    }

    private static Future<List<User>> conflicts(SqlConnection connection, User user) {
        return connection
                .preparedQuery(
                        """
                        select id, username, email, full_name, home_currency, verification, created_at, version
                        from users
                        where id = $1 or username = $2 or email = $3
                        """)
                .execute(Tuple.of(user.id(), user.username(), user.email()))
                .map(Users::all);
    }

    /** Replaces the previous version of a user. Returns false if another request has changed the user since. */
    public Future<Boolean> update(SqlConnection connection, User changed) {
        return connection
                .preparedQuery(
                        """
                        update users
                        set email = $2, full_name = $3, home_currency = $4, verification = $5, version = $6
                        where id = $1 and version = $6 - 1
                        """)
                .execute(Tuple.of(
                        changed.id(),
                        changed.email(),
                        changed.fullName(),
                        changed.homeCurrency().code(),
                        changed.verification().name(),
                        changed.version()))
                .map(updated -> updated.rowCount() == 1)
                .recover(failure -> Future.failedFuture(isEmailTaken(failure) ? emailTaken() : failure));
    }

    private static boolean isEmailTaken(Throwable failure) {
        return Database.isUniqueViolation(failure) && "users_email_key".equals(((PgException) failure).getConstraint());
    }

    private static Problem emailTaken() {
        return Problem.of(ProfileError.EMAIL_TAKEN, "Another user has this e-mail address.");
    }

    private static Optional<User> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<User> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Users::user).toList();
    }

    private static User user(Row row) {
        return new User(
                row.getUUID("id"),
                row.getString("username"),
                row.getString("email"),
                row.getString("full_name"),
                Currency.of(row.getString("home_currency")),
                Verification.valueOf(row.getString("verification")),
                row.get(OffsetDateTime.class, "created_at").toInstant(),
                row.getLong("version"));
    }
}
