package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.store.Grants;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** Reads tokens of this issuer: what is known of one, and whether it is in force (RFC 7662). */
public final class Introspection {
    private static final JsonObject INACTIVE = new JsonObject().put("active", false);

    private final TokenVerifier tokens;
    private final Grants grants;
    private final Clock clock;

    public Introspection(TokenVerifier tokens, Grants grants, Clock clock) {
        this.tokens = tokens;
        this.grants = grants;
        this.clock = clock;
    }

    /** Returns the claims of an access token that is in force; empty for anything else. */
    public Future<Optional<JsonObject>> claims(String token) {
        return tokens.verify(token)
                .map(caller -> Optional.of(payload(token)))
                .recover(failure -> failure instanceof Problem problem && problem.is(StandardError.UNAUTHENTICATED)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** Tells a client of its own tokens, and the platform's clients of any. Everything else is inactive. */
    public Future<JsonObject> introspect(RegisteredClient client, String token) {
        return claims(token)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(access(client, found.get()))
                        : refresh(client, new RandomSecret(token)));
    }

    private static JsonObject access(RegisteredClient client, JsonObject claims) {
        if (!client.isPlatform() && !client.id().equals(claims.getString("client_id"))) {
            return INACTIVE;
        }
        return claims.copy().put("active", true).put("token_type", "Bearer");
    }

    private Future<JsonObject> refresh(RegisteredClient client, RandomSecret token) {
        return grants.isFresh(token, clock.instant())
                .compose(isFresh -> isFresh
                        ? grants.findRefreshToken(token)
                        : Future.succeededFuture(Optional.<Grants.Refresh>empty()))
                .map(found -> found.filter(refresh -> client.isPlatform()
                                || refresh.grant().clientId().equals(client.id()))
                        .map(refresh -> new JsonObject()
                                .put("active", true)
                                .put("client_id", refresh.grant().clientId())
                                .put("sub", refresh.grant().userId())
                                .put("scope", String.join(" ", refresh.grant().scopes()))
                                .put("grant_id", refresh.grant().id().toString())
                                .put("exp", refresh.expiresAt().getEpochSecond()))
                        .orElse(INACTIVE));
    }

    private static JsonObject payload(String token) {
        String encoded = token.split("\\.")[1];
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(encoded)));
    }
}
