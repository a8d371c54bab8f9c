package dev.corridor.edge.proxy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.TokenVerifier;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Open streams that a token was needed for. Twice a second each token is verified again, from the verifier's cache, and the streams
 * of one that has expired or was revoked end. Belongs to one verticle.
 */
public final class AuthorizedStreams {
    private static final long CHECK_MS = 500;

    private final TokenVerifier tokens;
    private final Map<Object, Stream> streams = new HashMap<>();

    private record Stream(String token, Runnable end) {}

    private AuthorizedStreams(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    /** Checks streams from now on. */
    public static AuthorizedStreams start(Vertx vertx, TokenVerifier tokens) {
        var authorized = new AuthorizedStreams(tokens);
        vertx.setPeriodic(CHECK_MS, due -> authorized.check());
        return authorized;
    }

    /** @param end runs when the token is no longer in force; returns what the stream calls when it has ended by itself */
    Runnable add(String token, Runnable end) {
        var key = new Object();
        streams.put(key, new Stream(token, end));
        return () -> streams.remove(key);
    }

    private void check() {
        for (Stream stream : List.copyOf(streams.values())) {
            tokens.verify(stream.token).onFailure(failure -> {
                // Only a verdict ends a stream.
                if (failure instanceof Problem problem && problem.is(StandardError.UNAUTHENTICATED)) {
                    stream.end.run();
                }
            });
        }
    }
}
