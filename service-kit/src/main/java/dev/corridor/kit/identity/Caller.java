package dev.corridor.kit.identity;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.Set;

/**
 * Who calls, as a verified token says.
 *
 * @param subject a person's user id, or a service's client id
 * @param token the token itself, to be passed on when a service calls another on the caller's behalf; never logged
 */
public record Caller(String subject, Set<String> scopes, String token) {

    public boolean has(Scope scope) {
        return scopes.contains(scope.value());
    }

    /** @throws Problem forbidden without the scope */
    public void require(Scope scope) {
        if (!has(scope)) {
            throw Problem.of(StandardError.FORBIDDEN, "This needs the scope " + scope.value() + ".");
        }
    }

    /** Their own things, or anybody's with the scope. */
    public boolean isSelfOr(String userId, Scope scope) {
        return subject.equals(userId) || has(scope);
    }

    @Override
    public String toString() {
        return "Caller[" + subject + "]";
    }
}
