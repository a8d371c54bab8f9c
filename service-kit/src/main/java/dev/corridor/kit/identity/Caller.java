package dev.corridor.kit.identity;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.Set;

/**
 * The caller of a request, as its verified token names it.
 *
 * @param subject a user id, or a service's client id
 * @param token sent on when a service calls another on the caller's behalf; never logged
 */
public record Caller(String subject, Set<String> scopes, String token) {

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
