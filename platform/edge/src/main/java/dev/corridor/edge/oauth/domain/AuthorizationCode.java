package dev.corridor.edge.oauth.domain;

import dev.corridor.edge.oauth.domain.OAuthError.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Terms of an authorization code, which can be exchanged once for tokens (RFC 6749, 4.1).
 *
 * @param challenge of PKCE
 * @param nonce of OpenID Connect, for the ID token
 */
public record AuthorizationCode(
        Grant grant, String redirectUri, String challenge, Optional<String> nonce, Instant expiresAt) {
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** Checks an exchange. Every refusal looks the same to the caller. @throws OAuthError invalid_grant */
    public void require(RegisteredClient client, String givenRedirectUri, String verifier, Instant now) {
        boolean isValid = now.isBefore(expiresAt)
                && grant.clientId().equals(client.id())
                && redirectUri.equals(givenRedirectUri)
                && Pkce.matches(verifier, challenge);
        if (!isValid) {
            throw refused();
        }
    }

    public static OAuthError refused() {
        return new OAuthError(
                Code.INVALID_GRANT, "The code is unknown, used, expired, of another client, or its proof is wrong.");
    }
}
