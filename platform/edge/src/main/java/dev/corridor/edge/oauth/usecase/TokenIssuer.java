package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.edge.oauth.domain.Grant;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Issuer of tokens: JWTs with the same claims as WSO2 API Manager's, signed with the current key. Belongs to one verticle. */
public final class TokenIssuer {
    private static final String FOR_ITSELF = "APPLICATION";
    private static final String FOR_USER = "APPLICATION_USER";

    private final Vertx vertx;
    private final EdgeKeys keys;
    private final String issuer;
    private final Duration lifetime;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private String keyId = "";
    private JWTAuth signer;

    public TokenIssuer(Vertx vertx, EdgeConfig config, Clock clock, Supplier<UUID> ids) {
        this.vertx = vertx;
        this.keys = config.keys();
        this.issuer = config.tokenUrl();
        this.lifetime = config.limits().tokenLifetime();
        this.clock = clock;
        this.ids = ids;
    }

    /** Issues a token to a client for itself. */
    public String forClient(String clientId, Collection<String> scopes) {
        return sign(access(clientId, FOR_ITSELF, clientId, scopes));
    }

    /** Issues a token to a client for a user, without a grant that it could be revoked with. */
    public String forUser(String userId, String clientId, Collection<String> scopes) {
        return sign(access(userId, FOR_USER, clientId, scopes));
    }

    /** Issues a token of a grant. @param scopes some of the grant's */
    public String forGrant(Grant grant, Collection<String> scopes) {
        return sign(access(grant.userId(), FOR_USER, grant.clientId(), scopes)
                .put("grant_id", grant.id().toString()));
    }

    /** Issues an ID token (OpenID Connect Core, section 2): it tells the client who signed in, and opens no API. */
    public String idToken(Grant grant, Optional<String> nonce) {
        var claims = common(grant.userId())
                .put("aud", grant.clientId())
                .put("azp", grant.clientId())
                .put("auth_time", grant.createdAt().getEpochSecond());
        nonce.ifPresent(value -> claims.put("nonce", value));
        return sign(claims);
    }

    public Duration lifetime() {
        return lifetime;
    }

    private JsonObject access(String subject, String grantedFor, String clientId, Collection<String> scopes) {
        return common(subject)
                .put("aut", grantedFor)
                .put("aud", new JsonArray().add(TokenSettings.AUDIENCE).add(clientId))
                .put("azp", clientId)
                .put("client_id", clientId)
                .put("scope", String.join(" ", scopes));
    }

    private JsonObject common(String subject) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", issuer)
                .put("sub", subject)
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + lifetime.toSeconds())
                .put("jti", ids.get().toString());
    }

    private String sign(JsonObject claims) {
        JsonObject key = keys.signingKey();
        if (!key.getString("kid").equals(keyId)) {
            signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(key));
            keyId = key.getString("kid");
        }
        return signer.generateToken(
                claims, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
    }
}
