package dev.corridor.edge.oauth.store;

import dev.corridor.edge.oauth.domain.AuthorizationCode;
import dev.corridor.edge.oauth.domain.Grant;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Tables of grants and of the authorization codes and refresh tokens that stand for them. Only hashes of secrets are stored. */
public final class Grants {
    private final Database database;

    public Grants(Database database) {
        this.database = database;
    }

    /**
     * Result of presenting a code or a refresh token.
     *
     * @param wasUsed whether it had been presented before, so that one of the two presenters has stolen it
     */
    public record Presented<T>(T terms, boolean wasUsed) {}

    /**
     * Grant that a refresh token stands for.
     *
     * @param expiresAt of the refresh token
     */
    public record Refresh(Grant grant, Instant expiresAt) {}

    public Future<Void> insert(SqlConnection connection, Grant grant, Instant expiresAt) {
        return connection
                .preparedQuery(
                        """
                        insert into grants (id, client_id, user_id, scopes, created_at, expires_at)
                        values ($1, $2, $3, $4, $5, $6)
                        """)
                .execute(Tuple.of(
                        grant.id(),
                        grant.clientId(),
                        grant.userId(),
                        grant.scopes().toArray(String[]::new),
                        SqlTime.utc(grant.createdAt()),
                        SqlTime.utc(expiresAt)))
                .mapEmpty();
    }

    public Future<Void> insertCode(SqlConnection connection, RandomSecret code, AuthorizationCode terms) {
        return connection
                .preparedQuery(
                        """
                        insert into authorization_codes (secret_hash, grant_id, redirect_uri, challenge, nonce, expires_at)
                        values ($1, $2, $3, $4, $5, $6)
                        """)
                .execute(Tuple.of(
                        Buffer.buffer(code.hash()),
                        terms.grant().id(),
                        terms.redirectUri(),
                        terms.challenge(),
                        terms.nonce().orElse(null),
                        SqlTime.utc(terms.expiresAt())))
                .mapEmpty();
    }

    /** Marks a code as used and returns its terms; empty when there is no such code. Of two concurrent calls one is first. */
    public Future<Optional<Presented<AuthorizationCode>>> useCode(
            SqlConnection connection, RandomSecret code, Instant now) {
        return use(connection, "authorization_codes", code, now).compose(first -> connection
                .preparedQuery(
                        """
                                select g.id, g.client_id, g.user_id, g.scopes, g.created_at,
                                  c.redirect_uri, c.challenge, c.nonce, c.expires_at
                                from authorization_codes c
                                join grants g on g.id = c.grant_id
                                where c.secret_hash = $1
                                """)
                .execute(Tuple.of(Buffer.buffer(code.hash())))
                .map(rows -> first(rows).map(row -> new Presented<>(code(row), !first))));
    }

    public Future<Void> insertRefreshToken(SqlClient connection, RandomSecret token, UUID grantId, Instant expiresAt) {
        return connection
                .preparedQuery("insert into refresh_tokens (secret_hash, grant_id, expires_at) values ($1, $2, $3)")
                .execute(Tuple.of(Buffer.buffer(token.hash()), grantId, SqlTime.utc(expiresAt)))
                .mapEmpty();
    }

    /** Marks a refresh token as used and returns its grant; empty when there is no such token. */
    public Future<Optional<Presented<Refresh>>> useRefreshToken(
            SqlConnection connection, RandomSecret token, Instant now) {
        return use(connection, "refresh_tokens", token, now).compose(first -> findRefresh(connection, token)
                .map(found -> found.map(refresh -> new Presented<>(refresh, !first))));
    }

    /** Returns the grant of a refresh token, used or not. */
    public Future<Optional<Refresh>> findRefreshToken(RandomSecret token) {
        return database.statement(client -> findRefresh(client, token));
    }

    /** Returns whether a refresh token could be used now. */
    public Future<Boolean> isFresh(RandomSecret token, Instant now) {
        return database.execute(
                        "select 1 from refresh_tokens where secret_hash = $1 and used_at is null and expires_at > $2",
                        Tuple.of(Buffer.buffer(token.hash()), SqlTime.utc(now)))
                .map(rows -> rows.size() == 1);
    }

    /** Moves the end of a grant. */
    public Future<Void> extend(SqlClient connection, UUID grantId, Instant expiresAt) {
        return connection
                .preparedQuery("update grants set expires_at = $2 where id = $1")
                .execute(Tuple.of(grantId, SqlTime.utc(expiresAt)))
                .mapEmpty();
    }

    public Future<List<Grant>> ofUser(String userId, int limit) {
        return database.execute(
                        """
                        select id, client_id, user_id, scopes, created_at
                        from grants
                        where user_id = $1
                        order by created_at desc
                        limit $2
                        """,
                        Tuple.of(userId, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Grants::grant)
                        .toList());
    }

    /** Deletes a grant with its codes and refresh tokens. Returns whether it was there. */
    public Future<Boolean> delete(SqlClient connection, UUID grantId) {
        return connection
                .preparedQuery("delete from grants where id = $1")
                .execute(Tuple.of(grantId))
                .map(deleted -> deleted.rowCount() == 1);
    }

    public Future<Void> deleteOfUser(SqlClient connection, String userId) {
        return connection
                .preparedQuery("delete from grants where user_id = $1")
                .execute(Tuple.of(userId))
                .mapEmpty();
    }

    public Future<Void> deleteExpired(Instant now) {
        return database.execute("delete from grants where expires_at < $1", Tuple.of(SqlTime.utc(now)))
                .mapEmpty();
    }

    /** Returns whether this call is the first to use it. The row lock decides between concurrent calls. */
    private static Future<Boolean> use(SqlConnection connection, String table, RandomSecret secret, Instant now) {
        return connection
                .preparedQuery("update " + table + " set used_at = $2 where secret_hash = $1 and used_at is null")
                .execute(Tuple.of(Buffer.buffer(secret.hash()), SqlTime.utc(now)))
                .map(updated -> updated.rowCount() == 1);
    }

    private static Future<Optional<Refresh>> findRefresh(SqlClient connection, RandomSecret token) {
        return connection
                .preparedQuery(
                        """
                        select g.id, g.client_id, g.user_id, g.scopes, g.created_at, r.expires_at
                        from refresh_tokens r
                        join grants g on g.id = r.grant_id
                        where r.secret_hash = $1
                        """)
                .execute(Tuple.of(Buffer.buffer(token.hash())))
                .map(rows -> first(rows)
                        .map(row -> new Refresh(
                                grant(row), SqlTime.instant(row, "expires_at").orElseThrow())));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst();
    }

    private static AuthorizationCode code(Row row) {
        return new AuthorizationCode(
                grant(row),
                row.getString("redirect_uri"),
                row.getString("challenge"),
                Optional.ofNullable(row.getString("nonce")),
                SqlTime.instant(row, "expires_at").orElseThrow());
    }

    private static Grant grant(Row row) {
        return new Grant(
                row.getUUID("id"),
                row.getString("client_id"),
                row.getString("user_id"),
                List.of(row.getArrayOfStrings("scopes")),
                SqlTime.instant(row, "created_at").orElseThrow());
    }
}
