package dev.corridor.edge.token;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.kit.identity.TokenSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Supplier;

/** Issuer of access tokens: JWTs with the same claims as WSO2 API Manager's. */
public final class TokenIssuer {
    private final JWTAuth signer;
    private final String issuer;
    private final Duration lifetime;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public TokenIssuer(Vertx vertx, EdgeConfig config, Clock clock, Supplier<UUID> ids) {
        this.signer =
                JWTAuth.create(vertx, new JWTAuthOptions().addJwk(config.keys().signingKey()));
        this.issuer = config.tokenUrl();
        this.lifetime = config.limits().tokenLifetime();
        this.clock = clock;
        this.ids = ids;
    }

    /** Issues a token to a client for itself. */
    public String forClient(String clientId, Collection<String> scopes) {
        return sign(clientId, "APPLICATION", clientId, scopes);
    }

    /** Issues a token to a client for a user. */
    public String forUser(String userId, String clientId, Collection<String> scopes) {
        return sign(userId, "APPLICATION_USER", clientId, scopes);
    }

    Duration lifetime() {
        return lifetime;
    }

    private String sign(String subject, String grantedFor, String clientId, Collection<String> scopes) {
        long now = clock.instant().getEpochSecond();
        var claims = new JsonObject()
                .put("iss", issuer)
                .put("sub", subject)
                .put("aut", grantedFor)
                .put("aud", new JsonArray().add(TokenSettings.AUDIENCE).add(clientId))
                .put("azp", clientId)
                .put("client_id", clientId)
                .put("scope", String.join(" ", scopes))
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + lifetime.toSeconds())
                .put("jti", ids.get().toString());
        return signer.generateToken(
                claims, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
    }
}
