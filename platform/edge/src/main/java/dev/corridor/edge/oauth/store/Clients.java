package dev.corridor.edge.oauth.store;

import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Table of OAuth clients. */
public final class Clients {
    private final Database database;

    public Clients(Database database) {
        this.database = database;
    }

    public Future<Optional<RegisteredClient>> byId(String id) {
        return database.execute(
                        """
                        select id, application_id, name, secret_hash, grant_types, redirect_uris, scopes, is_platform, created_at
                        from clients
                        where id = $1
                        """,
                        Tuple.of(id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(Clients::client));
    }

    /** Returns the clients of an application, oldest first. */
    public Future<List<RegisteredClient>> ofApplication(UUID applicationId) {
        return database.execute(
                        """
                        select id, application_id, name, secret_hash, grant_types, redirect_uris, scopes, is_platform, created_at
                        from clients
                        where application_id = $1
                        order by created_at, id
                        """,
                        Tuple.of(applicationId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Clients::client)
                        .toList());
    }

    public Future<Void> insert(RegisteredClient client) {
        return database.statement(connection -> write(connection, client, ""));
    }

    /** Inserts a client of the platform, or makes an existing one as it is given. */
    public Future<Void> put(RegisteredClient client) {
        return database.statement(
                connection -> write(
                        connection,
                        client,
                        """
                on conflict (id) do update
                set name = excluded.name, secret_hash = excluded.secret_hash, grant_types = excluded.grant_types,
                  redirect_uris = excluded.redirect_uris, scopes = excluded.scopes
                """));
    }

    private static Future<Void> write(SqlClient connection, RegisteredClient client, String onConflict) {
        return connection
                .preparedQuery(
                        """
                        insert into clients
                          (id, application_id, name, secret_hash, grant_types, redirect_uris, scopes, is_platform, created_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """
                                + onConflict)
                .execute(Tuple.tuple()
                        .addValue(client.id())
                        .addValue(client.applicationId())
                        .addValue(client.name())
                        .addValue(client.secret().map(SecretHash::text).orElse(null))
                        .addValue(texts(client.grants().stream()
                                .map(GrantType::value)
                                .sorted()
                                .toList()))
                        .addValue(texts(client.redirectUris()))
                        .addValue(texts(client.scopes().stream().sorted().toList()))
                        .addValue(client.isPlatform())
                        .addValue(SqlTime.utc(client.createdAt())))
                .mapEmpty();
    }

    public Future<Void> replaceSecret(String id, SecretHash secret) {
        return database.execute("update clients set secret_hash = $2 where id = $1", Tuple.of(id, secret.text()))
                .mapEmpty();
    }

    /** Deletes a client with its grants, codes and refresh tokens. */
    public Future<Void> delete(SqlClient connection, String id) {
        return connection
                .preparedQuery("delete from clients where id = $1")
                .execute(Tuple.of(id))
                .mapEmpty();
    }

    private static RegisteredClient client(Row row) {
        return new RegisteredClient(
                row.getString("id"),
                row.getUUID("application_id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("secret_hash")).map(SecretHash::parse),
                Arrays.stream(row.getArrayOfStrings("grant_types"))
                        .map(type -> GrantType.of(type).orElseThrow())
                        .collect(Collectors.toUnmodifiableSet()),
                List.of(row.getArrayOfStrings("redirect_uris")),
                Set.of(row.getArrayOfStrings("scopes")),
                row.getBoolean("is_platform"),
                SqlTime.instant(row, "created_at").orElseThrow());
    }

    private static String[] texts(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
