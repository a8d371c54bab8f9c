package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.AuthorizationCode;
import dev.corridor.edge.oauth.domain.AuthorizationRequest;
import dev.corridor.edge.oauth.domain.Grant;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.store.Grants;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** Authorizes a client for a user who has consented: issues an authorization code. */
public final class UserAuthorization {
    private final Database database;
    private final Grants grants;
    private final Duration tokenLifetime;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final SecureRandom random;

    public UserAuthorization(
            Stores stores, Duration tokenLifetime, Clock clock, Supplier<UUID> ids, SecureRandom random) {
        this.database = stores.database();
        this.grants = stores.grants();
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    public Future<RandomSecret> issueCode(
            RegisteredClient client, String userId, String redirectUri, AuthorizationRequest.Terms terms) {
        Instant now = clock.instant();
        var code = RandomSecret.generate(random);
        var grant = new Grant(ids.get(), client.id(), userId, terms.scopes(), now);
        var issued = new AuthorizationCode(
                grant, redirectUri, terms.challenge(), terms.nonce(), now.plus(AuthorizationCode.LIFETIME));
        return database.transaction(connection -> grants.insert(
                                connection, grant, issued.expiresAt().plus(tokenLifetime))
                        .compose(inserted -> grants.insertCode(connection, code, issued)))
                .map(code);
    }
}
