package dev.corridor.kit.identity;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.Set;

/**
 * The caller of a request, as its verified token names it.
 *
 * @param subject a user id, or a service's client id
 * @param clientId the OAuth client that got the token; "" when the token does not name it
 * @param token sent on when a service calls another on the caller's behalf; never logged
 */
public record Caller(String subject, Set<String> scopes, String token, String clientId) {

    /** The word that a request may send instead of the caller's own id. */
    private static final String ME = "me";

    /** Returns the user id that a request names; {@code me} names the caller. */
    public String userId(String named) {
        return named.equals(ME) ? subject : named;
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope.value());
    }

    /** @throws Problem forbidden unless the token has the scope */
    public void require(Scope scope) {
        if (!has(scope)) {
            throw Problem.of(StandardError.FORBIDDEN, "This needs the scope " + scope.value() + ".");
        }
    }

    /** Whether the caller is that user, or may act for any user because of the scope. */
    public boolean isSelfOr(String userId, Scope scope) {
        return subject.equals(userId) || has(scope);
    }

    @Override
    public String toString() {
        return "Caller[" + subject + "]";
    }
}
