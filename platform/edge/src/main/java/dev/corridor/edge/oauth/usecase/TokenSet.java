package dev.corridor.edge.oauth.usecase;

import java.util.List;
import java.util.Optional;

/** Tokens of a successful request to the token endpoint (RFC 6749, section 5.1). */
public record TokenSet(
        String accessToken, List<String> scopes, Optional<String> refreshToken, Optional<String> idToken) {

    static TokenSet of(String accessToken, List<String> scopes) {
        return new TokenSet(accessToken, scopes, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return "TokenSet[" + scopes + "]";
    }
}
