package dev.corridor.edge.proxy;

import dev.corridor.kit.request.Correlation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Headers that cross the edge (RFC 9110, section 7.6.1), and headers that the edge sets. */
public final class ProxyHeaders {
    /** Headers that concern the connection, not the request. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "expect");

    /** Headers that services and their frameworks believe because a gateway sets them. Those that a caller sends are removed. */
    private static final Set<String> SET_BY_EDGE_ONLY = Set.of(
            "x-jwt-assertion",
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-original-url",
            "x-original-host",
            "x-rewrite-url",
            "x-http-method-override",
            "x-http-method",
            "x-method-override");

    private static final String FIRST_LETTERS = "cftvxCFTVX";
    private static final List<String> PREFIXES_OF_EDGE = List.of("x-forwarded-", "x-wso2-", "x-envoy-");

    private ProxyHeaders() {}

    /** Removes the headers that a caller must not set and adds the edge's own. */
    public static void admit(HttpServerRequest request, String correlationId) {
        MultiMap headers = request.headers();
        connectionOptions(headers).forEach(headers::remove);
        forged(headers).forEach(headers::remove);
        headers.set(Correlation.HEADER, correlationId);
        headers.set("x-forwarded-for", request.remoteAddress().hostAddress());
        headers.set("x-forwarded-proto", request.isSSL() ? "https" : "http");
        if (request.authority() != null) {
            headers.set("x-forwarded-host", request.authority().toString());
        }
    }

    private static List<String> forged(MultiMap headers) {
        var forged = new ArrayList<String>();
        for (var header : headers) {
            // Most headers begin otherwise, and every request has some.
            if (header.getKey().isEmpty()
                    || FIRST_LETTERS.indexOf(header.getKey().charAt(0)) < 0) {
                continue;
            }
            // Programs that make environment variables of headers do not tell these apart.
            String name = header.getKey().toLowerCase(Locale.ROOT).replace('_', '-');
            if (SET_BY_EDGE_ONLY.contains(name) || PREFIXES_OF_EDGE.stream().anyMatch(name::startsWith)) {
                forged.add(header.getKey());
            }
        }
        return forged;
    }

    /** Copies the end-to-end headers. */
    static void copy(MultiMap from, MultiMap to) {
        from.forEach(header -> {
            if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }

    /** Returns the header names that the Connection header lists as hop-by-hop. */
    private static List<String> connectionOptions(MultiMap headers) {
        return headers.getAll("connection").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(option -> option.strip().toLowerCase(Locale.ROOT))
                .filter(option -> !option.isEmpty() && !HOP_BY_HOP.contains(option))
                .toList();
    }
}
