package dev.corridor.edge.oauth.domain;

import dev.corridor.edge.oauth.domain.OAuthError.Code;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * OAuth 2.0 client: a key of an application.
 *
 * @param secret empty: a public client, which cannot keep one
 * @param redirectUris compared exactly (RFC 9700, 2.1)
 * @param scopes that its tokens may have
 * @param isPlatform whether it belongs to the platform: people are not asked for consent, and its calls need no subscription
 */
public record RegisteredClient(
        String id,
        UUID applicationId,
        String name,
        Optional<SecretHash> secret,
        Set<GrantType> grants,
        List<String> redirectUris,
        Set<String> scopes,
        boolean isPlatform,
        Instant createdAt) {

    public RegisteredClient {
        grants = Set.copyOf(grants);
        redirectUris = List.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
    }

    public boolean isPublic() {
        return secret.isEmpty();
    }

    /** Whether it is the platform's operator, who may act for any user and on any token. */
    public boolean isOperator() {
        return isPlatform && grants.contains(GrantType.PASSWORD);
    }

    /** @throws OAuthError unauthorized_client */
    public void require(GrantType grant) {
        if (!grants.contains(grant)) {
            throw new OAuthError(Code.UNAUTHORIZED_CLIENT, "This client may not use the grant " + grant.value() + ".");
        }
    }

    /**
     * Returns the scopes of a token, sorted.
     *
     * @param requested empty: all of {@code defaults} that the client has
     * @throws OAuthError invalid_scope when one is not allowed; a token with fewer scopes than requested would be a surprise
     */
    public List<String> grant(Set<String> requested, Collection<String> defaults) {
        if (!scopes.containsAll(requested)) {
            throw new OAuthError(Code.INVALID_SCOPE, "A scope is unknown or not allowed for this client.");
        }
        if (!requested.isEmpty()) {
            return List.copyOf(requested);
        }
        var all = new TreeSet<>(defaults);
        all.retainAll(scopes);
        return List.copyOf(all);
    }
}
