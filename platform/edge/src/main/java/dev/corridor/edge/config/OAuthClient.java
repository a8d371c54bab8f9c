package dev.corridor.edge.config;

import dev.corridor.kit.config.Secret;
import dev.corridor.kit.identity.Scope;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Program that is registered at the token endpoint.
 *
 * @param scopes the scopes that its tokens may have
 * @param actsForUsers whether it may request tokens for users (password grant), not only for itself
 */
public record OAuthClient(String id, Secret secret, Set<String> scopes, boolean actsForUsers) {

    public OAuthClient {
        scopes = Set.copyOf(scopes);
    }

    /** Registers a service, which requests tokens for itself only. */
    public static OAuthClient service(String id, Secret secret, Scope... scopes) {
        return new OAuthClient(id, secret, values(scopes), false);
    }

    /** Registers the platform's operator: any scope, for itself or for a user. */
    public static OAuthClient operator(String id, Secret secret) {
        return new OAuthClient(id, secret, values(Scope.values()), true);
    }

    private static Set<String> values(Scope... scopes) {
        return Arrays.stream(scopes).map(Scope::value).collect(Collectors.toSet());
    }
}
