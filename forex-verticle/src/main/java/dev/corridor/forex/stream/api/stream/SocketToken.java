package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import io.vertx.core.Future;
import java.util.Optional;

/** Whose connection it is, as long as its token is valid. Belongs to one event loop. */
final class SocketToken {
    private final TokenVerifier tokens;
    private Optional<Caller> caller = Optional.empty();
    private boolean checking;

    SocketToken(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    boolean isOf(String subject) {
        return caller.isPresent() && caller.get().subject().equals(subject);
    }

    /**
     * The first token, or another of the same subject in its place.
     *
     * @return or fails with unauthenticated, forbidden, token_of_another; the one before stays then
     */
    Future<Caller> renew(String token) {
        return tokens.verify(token).map(verified -> {
            verified.require(Scope.FOREX_READ);
            if (caller.isPresent() && !isOf(verified.subject())) {
                throw Problem.of(ForexError.TOKEN_OF_ANOTHER, "The connection is somebody else's.");
            }
            caller = Optional.of(verified);
            return verified;
        });
    }

    /**
     * To be called again and again.
     *
     * @param expired called when the token has expired, or is withdrawn, and there is no other
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
