package dev.corridor.kit.identity;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Revocation of tokens before they expire.
 *
 * @param value the token id, grant id, user id or client id, as {@code kind} says
 * @param revokedAtSeconds of a user or a client, tokens issued later are not affected
 * @param expiresAtSeconds when every token that it affects has expired
 */
public record Revocation(Kind kind, String value, long revokedAtSeconds, long expiresAtSeconds) {

    /** What is revoked. */
    public enum Kind {
        /** One token, by its {@code jti}. */
        TOKEN,
        /** Every token of one authorization that a user gave to a client. */
        GRANT,
        /** Every token of a user, issued until then. */
        USER,
        /** Every token that a client got, for itself or for users, until then. */
        CLIENT;

        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when it is malformed */
    public static Revocation of(JsonObject json) {
        return new Revocation(
                Kind.valueOf(json.getString("kind").toUpperCase(Locale.ROOT)),
                json.getString("value"),
                json.getLong("revoked_at"),
                json.getLong("expires_at"));
    }

    public JsonObject json() {
        return new JsonObject()
                .put("kind", kind.value())
                .put("value", value)
                .put("revoked_at", revokedAtSeconds)
                .put("expires_at", expiresAtSeconds);
    }
}
