package dev.corridor.edge.proxy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Token in the query parameter {@code access_token} (RFC 6750, section 2.3) of a request that opens a WebSocket, because browsers cannot
 * set a header of it. The edge makes an Authorization header of it; no service, and so no log of one, receives the parameter.
 */
public final class QueryToken {
    private static final String NAME = "access_token";

    private QueryToken() {}

    /** Sets the Authorization header. @throws Problem if the request has a token twice */
    public static void toHeader(HttpServerRequest request) {
        List<String> tokens =
                parameters(request.query()).filter(QueryToken::isToken).toList();
        if (tokens.isEmpty()) {
            return;
        }
        if (tokens.size() > 1 || request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The token is given more than once.");
        }
        String value = tokens.get(0).substring(tokens.get(0).indexOf('=') + 1);
        request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + plain(value));
    }

    /** Returns a query without the token; null if nothing is left. */
    static String strip(String query) {
        String rest = parameters(query).filter(parameter -> !isToken(parameter)).collect(Collectors.joining("&"));
        return rest.isEmpty() ? null : rest;
    }

    private static Stream<String> parameters(String query) {
        return query == null ? Stream.empty() : Stream.of(query.split("&"));
    }

    private static boolean isToken(String parameter) {
        int equals = parameter.indexOf('=');
        return plain(equals < 0 ? parameter : parameter.substring(0, equals)).equals(NAME);
    }

    /** Returns a text that cannot be decoded as it is. A token has no character that needs to be encoded. */
    private static String plain(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).replaceAll("[^\\x21-\\x7e]", "?");
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
