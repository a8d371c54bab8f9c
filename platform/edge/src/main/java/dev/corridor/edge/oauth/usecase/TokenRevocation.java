package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.Grant;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.store.Accounts;
import dev.corridor.edge.oauth.store.Clients;
import dev.corridor.edge.oauth.store.Grants;
import dev.corridor.edge.oauth.store.RevocationLog;
import dev.corridor.kit.identity.Revocation;
import dev.corridor.kit.identity.Revocation.Kind;
import dev.corridor.kit.identity.TokenIdentity;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * Revokes tokens, grants, users and clients. When a method completes, this edge refuses the tokens; other edges and the services
 * follow within a second.
 */
public final class TokenRevocation {
    private static final long LEEWAY_S = 60;

    private final Database database;
    private final RevocationLog log;
    private final Grants grants;
    private final Accounts accounts;
    private final EdgeStateWatch watch;
    private final Duration tokenLifetime;
    private final Clock clock;

    public TokenRevocation(Stores stores, EdgeStateWatch watch, Duration tokenLifetime, Clock clock) {
        this.database = stores.database();
        this.log = stores.revocations();
        this.grants = stores.grants();
        this.accounts = stores.accounts();
        this.watch = watch;
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
    }

    /** Revokes one access token, of the client itself unless it is the operator. @param claims of a token that has been verified */
    public Future<Void> revokeToken(RegisteredClient client, JsonObject claims) {
        var identity = TokenIdentity.of(claims);
        if (!client.isOperator() && !identity.clientId().equals(client.id())) {
            return Future.failedFuture(ofAnotherClient());
        }
        var revocation = new Revocation(
                Kind.TOKEN, identity.tokenId(), clock.instant().getEpochSecond(), claims.getLong("exp") + LEEWAY_S);
        return database.statement(connection -> log.add(connection, revocation)).compose(added -> watch.refresh());
    }

    /** Revokes the grant of a refresh token: it, its successors, and all access tokens. An unknown token is revoked already. */
    public Future<Void> revokeRefreshToken(RegisteredClient client, RandomSecret token) {
        return grants.findRefreshToken(token).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture();
            }
            Grant grant = found.get().grant();
            return grant.clientId().equals(client.id()) || client.isOperator()
                    ? revokeGrant(grant.id())
                    : Future.failedFuture(ofAnotherClient());
        });
    }

    public Future<Void> revokeGrant(UUID grantId) {
        return database.transaction(connection -> revokeGrant(connection, grantId))
                .compose(revoked -> watch.refresh());
    }

    /** Revokes a grant in the caller's transaction, who calls {@link #announce} after its commit. */
    Future<Void> revokeGrant(SqlClient connection, UUID grantId) {
        return grants.delete(connection, grantId)
                .compose(deleted -> log.add(connection, revocation(Kind.GRANT, grantId.toString())));
    }

    /** Lets this edge know of committed revocations at once. */
    Future<Void> announce() {
        return watch.refresh();
    }

    /** Signs a user out everywhere: browsers, grants, and every token that was issued until now. */
    public Future<Void> revokeUser(String userId) {
        return database.transaction(connection -> grants.deleteOfUser(connection, userId)
                        .compose(deleted -> accounts.deleteSessionsOfUser(connection, userId))
                        .compose(deleted -> log.add(connection, revocation(Kind.USER, userId))))
                .compose(revoked -> watch.refresh());
    }

    /** Deletes a client and revokes its tokens, in the caller's transaction. */
    Future<Void> revokeClient(SqlClient connection, Clients clients, String clientId) {
        return clients.delete(connection, clientId)
                .compose(deleted -> log.add(connection, revocation(Kind.CLIENT, clientId)));
    }

    private Revocation revocation(Kind kind, String value) {
        long now = clock.instant().getEpochSecond();
        return new Revocation(kind, value, now, now + tokenLifetime.toSeconds() + LEEWAY_S);
    }

    private static OAuthError ofAnotherClient() {
        return new OAuthError(Code.UNAUTHORIZED_CLIENT, "The token was issued to another client.");
    }
}
