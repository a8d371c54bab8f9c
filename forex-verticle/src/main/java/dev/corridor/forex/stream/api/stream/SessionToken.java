package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import io.vertx.core.Future;
import java.util.Optional;

/** Token of a WebSocket session, verified for as long as the connection lasts. Belongs to one event loop. */
final class SessionToken {
    private final TokenVerifier tokens;
    private Optional<Caller> caller = Optional.empty();
    private boolean checking;

    SessionToken(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    boolean isOf(String subject) {
        return caller.isPresent() && caller.get().subject().equals(subject);
    }

    /**
     * Sets the first token, or replaces it by another of the same subject.
     *
     * @return fails with unauthenticated, forbidden or token_of_another; the present token stays then
     */
    Future<Caller> renew(String token) {
        return tokens.verify(token).map(verified -> {
            verified.require(Scope.FOREX_READ);
            if (caller.isPresent() && !isOf(verified.subject())) {
                throw Problem.of(ForexError.TOKEN_OF_ANOTHER, "The connection belongs to another subject.");
            }
            caller = Optional.of(verified);
            return verified;
        });
    }

    /**
     * Verifies the token again. Called repeatedly.
     *
     * @param expired called when the token has expired or was revoked, and was not replaced
     */
    void check(Runnable expired) {
        if (caller.isEmpty() || checking) {
            return;
        }
        var checked = caller.get();
        checking = true;
        tokens.verify(checked.token()).onComplete(verdict -> {
            checking = false;
            if (isRefused(verdict.cause()) && caller.filter(checked::equals).isPresent()) {
                caller = Optional.empty();
                expired.run();
            }
        });
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof Problem problem && problem.is(StandardError.UNAUTHENTICATED);
    }
}
