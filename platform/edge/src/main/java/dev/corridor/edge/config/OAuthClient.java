package dev.corridor.edge.config;

import dev.corridor.kit.config.Secret;
import dev.corridor.kit.identity.Scope;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A program with an account at the token endpoint.
 *
 * @param scopes what its tokens may carry
 * @param actsForUsers whether it may get a token for a person (the password grant), not only one for itself
 */
public record OAuthClient(String id, Secret secret, Set<String> scopes, boolean actsForUsers) {

    public OAuthClient {
        scopes = Set.copyOf(scopes);
    }

    /** A service that works on nobody's behalf. */
    public static OAuthClient service(String id, Secret secret, Scope... scopes) {
        return new OAuthClient(id, secret, values(scopes), false);
    }

    /** Whoever runs the platform: any scope, for itself or for a person. */
    public static OAuthClient operator(String id, Secret secret) {
        return new OAuthClient(id, secret, values(Scope.values()), true);
    }

    private static Set<String> values(Scope... scopes) {
        return Arrays.stream(scopes).map(Scope::value).collect(Collectors.toSet());
    }
}
