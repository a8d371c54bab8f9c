package dev.corridor.edge.config;

import dev.corridor.kit.config.Secret;
import dev.corridor.kit.identity.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Client of the platform's own at the token endpoint.
 *
 * @param secret "" for a public client, such as a page
 * @param scopes the scopes that its tokens may have
 * @param actsForUsers whether it may request tokens for users (password grant), not only for itself
 * @param redirectUris of a public client, where users come back to who have signed in
 */
public record OAuthClient(
        String id, Secret secret, Set<String> scopes, boolean actsForUsers, List<String> redirectUris) {

    public OAuthClient {
        scopes = Set.copyOf(scopes);
        redirectUris = List.copyOf(redirectUris);
    }

    /** Registers a page that users sign in to: authorization code with PKCE, and every scope that a user may have. */
    public static OAuthClient page(String id, String... redirectUris) {
        return new OAuthClient(id, new Secret(""), Set.copyOf(Scope.ofUsers()), false, List.of(redirectUris));
    }

    /** Registers a service, which requests tokens for itself only. */
    public static OAuthClient service(String id, Secret secret, Scope... scopes) {
        return new OAuthClient(id, secret, values(scopes), false, List.of());
    }

    /** Registers the platform's operator: any scope, for itself or for a user. */
    public static OAuthClient operator(String id, Secret secret) {
        return new OAuthClient(id, secret, values(Scope.values()), true, List.of());
    }

    public boolean isPublic() {
        return secret.value().isEmpty();
    }

    private static Set<String> values(Scope... scopes) {
        return Arrays.stream(scopes).map(Scope::value).collect(Collectors.toSet());
    }
}
