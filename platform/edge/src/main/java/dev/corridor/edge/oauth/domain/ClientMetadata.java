package dev.corridor.edge.oauth.domain;

import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.kit.value.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/**
 * Metadata of a client that somebody registers (RFC 7591, section 2), checked.
 *
 * @throws OAuthError invalid_client_metadata, invalid_redirect_uri
 */
public record ClientMetadata(
        String name, boolean isPublic, Set<GrantType> grants, List<String> redirectUris, Set<String> scopes) {
    private static final int MAX_NAME = 100;
    private static final int MAX_URIS = 10;
    private static final int MAX_URI = 500;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public ClientMetadata {
        grants = Set.copyOf(grants);
        redirectUris = List.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
        check(!name.isBlank() && Texts.isStorable(name, MAX_NAME), "The name has 1 to 100 characters on one line.");
        check(!grants.isEmpty(), "There is no grant type.");
        check(!grants.contains(GrantType.PASSWORD), "The grant type password is not available.");
        check(
                !isPublic || !grants.contains(GrantType.CLIENT_CREDENTIALS),
                "A public client has no secret, so it cannot use client_credentials.");
        boolean hasCode = grants.contains(GrantType.AUTHORIZATION_CODE);
        check(
                hasCode || !grants.contains(GrantType.REFRESH_TOKEN),
                "A refresh token comes with authorization_code, which is not among the grant types.");
        check(redirectUris.size() <= MAX_URIS, "There are more than " + MAX_URIS + " redirect URIs.");
        if (hasCode == redirectUris.isEmpty()) {
            throw new OAuthError(
                    Code.INVALID_REDIRECT_URI, "authorization_code needs redirect URIs, and nothing else does.");
        }
        redirectUris.forEach(ClientMetadata::requireSafe);
    }

    /**
     * Accepts https, http to this machine only (RFC 8252, 7.3), and private schemes with a dot (7.1). A fragment, user information
     * or a wildcard is refused.
     */
    private static void requireSafe(String text) {
        boolean isSafe = text.length() <= MAX_URI && Texts.isPortable(text) && isSafe(text);
        if (!isSafe) {
            throw new OAuthError(
                    Code.INVALID_REDIRECT_URI,
                    "A redirect URI is https, http to localhost, or a private scheme with a dot; without a fragment.");
        }
    }

    private static boolean isSafe(String text) {
        try {
            var uri = new URI(text);
            if (!uri.isAbsolute()
                    || uri.getRawFragment() != null
                    || uri.getRawUserInfo() != null
                    || text.contains("*")) {
                return false;
            }
            String scheme = uri.getScheme();
            return switch (scheme) {
                case "https" -> uri.getHost() != null;
                case "http" -> LOOPBACK.contains(uri.getHost());
                default -> scheme.contains(".");
            };
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static void check(boolean isValid, String description) {
        if (!isValid) {
            throw new OAuthError(Code.INVALID_CLIENT_METADATA, description);
        }
    }
}
