package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters of one HTTP request. Each is decoded once, so that the contract checks the value that the handler reads.
 *
 * <p>The query string is read as browsers write it (WHATWG URL, application/x-www-form-urlencoded): {@code ;} is an ordinary
 * character, unlike in Vert.x, which would end the value there.
 */
public final class RequestParameters {
    private static final String READ = "corridor.parameters";

    private final RoutingContext context;
    private final Map<String, List<String>> query;

    private RequestParameters(RoutingContext context, Map<String, List<String>> query) {
        this.context = context;
        this.query = query;
    }

    /**
     * Reads the parameters of a request; a second call returns the same ones.
     *
     * @throws Problem invalid_request when the query string cannot be decoded
     */
    public static RequestParameters of(RoutingContext context) {
        RequestParameters known = context.get(READ);
        if (known != null) {
            return known;
        }
        var read = new RequestParameters(context, parse(context.request().query()));
        context.put(READ, read);
        return read;
    }

    /** Returns a path parameter; null if the path has none of that name. */
    public String path(String name) {
        return context.pathParam(name);
    }

    public Set<String> queryNames() {
        return query.keySet();
    }

    /** Returns the values of a query parameter in their order. */
    public List<String> query(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** Returns the values of a header, one for each line. */
    public List<String> headers(String name) {
        return context.request().headers().getAll(name);
    }

    /** The items of a list, which may be separate parameters, a=1&amp;a=2, or one, a=1,2. */
    public static List<String> items(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .toList();
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(context.request().getCookie(name)).map(Cookie::getValue);
    }

    /**
     * Reads the values of each name in a query string.
     *
     * @param query null if there is none
     * @throws Problem invalid_request when it cannot be decoded
     */
    public static Map<String, List<String>> parse(String query) {
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = PercentEncoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : PercentEncoding.decodeQuery(pair.substring(equals + 1));
                values.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
            }
        }
        return values;
    }
}
