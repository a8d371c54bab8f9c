package dev.corridor.edge.oauth.store;

import dev.corridor.edge.oauth.domain.Account;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Tables of the passwords of people, their failed sign-ins, and their signed-in browsers. */
public final class Accounts {
    private final Database database;

    public Accounts(Database database) {
        this.database = database;
    }

    /** User of a signed-in browser. */
    public record SignedIn(String userId, String username) {}

    public Future<Optional<Account>> byUsername(String username) {
        return database.execute(
                        "select user_id, username, password_hash from accounts where username = $1", Tuple.of(username))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new Account(
                                row.getString("user_id"),
                                row.getString("username"),
                                SecretHash.parse(row.getString("password_hash")))));
    }

    /** Returns whether it was inserted; false when the username or the user has an account. */
    public Future<Boolean> insert(Account account, Instant now) {
        return database.execute(
                        """
                        insert into accounts (user_id, username, password_hash, created_at)
                        values ($1, $2, $3, $4)
                        on conflict do nothing
                        """,
                        Tuple.of(
                                account.userId(),
                                account.username(),
                                account.password().text(),
                                SqlTime.utc(now)))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /** Counts a failed sign-in. The count begins again after {@code since}. */
    public Future<Void> addFailure(String username, Instant since, Instant now) {
        return database.execute(
                        """
                        insert into sign_in_failures (username, failures, last_failed_at)
                        values ($1, 1, $3)
                        on conflict (username) do update
                        set failures = case when sign_in_failures.last_failed_at < $2 then 1
                          else sign_in_failures.failures + 1 end,
                          last_failed_at = $3
                        """,
                        Tuple.of(username, SqlTime.utc(since), SqlTime.utc(now)))
                .mapEmpty();
    }

    /** Returns the failed sign-ins of a username after {@code since}. */
    public Future<Integer> failures(String username, Instant since) {
        return database.execute(
                        "select failures from sign_in_failures where username = $1 and last_failed_at >= $2",
                        Tuple.of(username, SqlTime.utc(since)))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger("failures"));
    }

    public Future<Void> deleteFailures(String username) {
        return database.execute("delete from sign_in_failures where username = $1", Tuple.of(username))
                .mapEmpty();
    }

    public Future<Void> insertSession(RandomSecret session, SignedIn user, Instant expiresAt) {
        return database.execute(
                        "insert into sessions (secret_hash, user_id, username, expires_at) values ($1, $2, $3, $4)",
                        Tuple.of(Buffer.buffer(session.hash()), user.userId(), user.username(), SqlTime.utc(expiresAt)))
                .mapEmpty();
    }

    public Future<Optional<SignedIn>> session(RandomSecret session, Instant now) {
        return database.execute(
                        "select user_id, username from sessions where secret_hash = $1 and expires_at > $2",
                        Tuple.of(Buffer.buffer(session.hash()), SqlTime.utc(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new SignedIn(row.getString("user_id"), row.getString("username"))));
    }

    public Future<Void> deleteSession(RandomSecret session) {
        return database.execute("delete from sessions where secret_hash = $1", Tuple.of(Buffer.buffer(session.hash())))
                .mapEmpty();
    }

    public Future<Void> deleteSessionsOfUser(SqlClient connection, String userId) {
        return connection
                .preparedQuery("delete from sessions where user_id = $1")
                .execute(Tuple.of(userId))
                .mapEmpty();
    }

    /** Deletes the sessions that have expired and the failures that no longer count. */
    public Future<Void> deleteExpired(Instant now, Instant failuresBefore) {
        return database.execute("delete from sessions where expires_at < $1", Tuple.of(SqlTime.utc(now)))
                .compose(deleted -> database.execute(
                                "delete from sign_in_failures where last_failed_at < $1",
                                Tuple.of(SqlTime.utc(failuresBefore)))
                        .mapEmpty());
    }
}
