package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.stream.OpenStream;
import io.vertx.core.Future;
import java.util.Optional;

/** Token of a WebSocket session, which ends with it unless it is renewed. Belongs to one event loop. */
final class SessionToken {
    private final TokenVerifier tokens;
    private final OpenStream stream;
    private Optional<Caller> caller = Optional.empty();

    SessionToken(TokenVerifier tokens, OpenStream stream) {
        this.tokens = tokens;
        this.stream = stream;
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
            stream.authorize(verified);
            return verified;
        });
    }
}
