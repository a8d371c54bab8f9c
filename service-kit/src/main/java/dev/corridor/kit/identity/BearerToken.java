package dev.corridor.kit.identity;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Reads a caller's token from the Authorization header (RFC 6750) or from the API gateway's signed assertion. */
public final class BearerToken {
    private static final String PREFIX = "bearer ";
    private static final CharSequence GATEWAY_ASSERTION = HttpHeaders.createOptimized("x-jwt-assertion");

    private BearerToken() {}

    public static Future<String> of(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Future.succeededFuture(
                    authorization.substring(PREFIX.length()).strip());
        }
        String assertion = headers.get(GATEWAY_ASSERTION);
        return assertion != null
                ? Future.succeededFuture(assertion)
                : Future.failedFuture(Problem.of(StandardError.UNAUTHENTICATED, "There is no bearer token."));
    }
}
