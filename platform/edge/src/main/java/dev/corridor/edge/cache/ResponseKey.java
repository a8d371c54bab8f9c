package dev.corridor.edge.cache;

import dev.corridor.edge.config.Api;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Canonical URI that identifies a stored response, and that the backend is asked by: the parameters of the query are in the order of their
 * names. The values of a repeated parameter keep their order.
 *
 * @param api name and version
 * @param uri path and query at the backend
 */
record ResponseKey(String api, String uri) {
    static ResponseKey of(Api api, HttpServerRequest request) {
        return new ResponseKey(
                api.name() + "/" + api.version(), api.backendUri(request.path(), canonical(request.query())));
    }

    /** The bytes that it takes in memory, about. */
    int bytes() {
        return api.length() + uri.length();
    }

    private static String canonical(String query) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        if (query.indexOf('&') < 0) {
            return query;
        }
        String sorted = Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .sorted(Comparator.comparing(ResponseKey::name))
                .collect(Collectors.joining("&"));
        return sorted.isEmpty() ? null : sorted;
    }

    private static String name(String parameter) {
        int end = parameter.indexOf('=');
        return end < 0 ? parameter : parameter.substring(0, end);
    }
}
