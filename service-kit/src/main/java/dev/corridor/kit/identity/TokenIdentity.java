package dev.corridor.kit.identity;

import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * The claims by which a verified token can be revoked. A claim that the token does not have is "".
 *
 * @param tokenId claim {@code jti}
 * @param grantId claim {@code grant_id}: the authorization that a user gave to a client, which all its tokens come from
 * @param issuedAtSeconds claim {@code iat}; 0: unknown, so older than any revocation
 */
public record TokenIdentity(String tokenId, String subject, String clientId, String grantId, long issuedAtSeconds) {

    /** Reads the claims of a verified token. */
    public static TokenIdentity of(JsonObject claims) {
        String clientId = text(claims, "client_id");
        return new TokenIdentity(
                text(claims, "jti"),
                text(claims, "sub"),
                clientId.isEmpty() ? text(claims, "azp") : clientId,
                text(claims, "grant_id"),
                claims.getValue("iat") instanceof Number issued ? issued.longValue() : 0);
    }

    private static String text(JsonObject claims, String name) {
        return Objects.requireNonNullElse(claims.getValue(name) instanceof String text ? text : null, "");
    }
}
