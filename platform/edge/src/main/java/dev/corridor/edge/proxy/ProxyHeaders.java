package dev.corridor.edge.proxy;

import dev.corridor.kit.request.Correlation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers cross the edge (RFC 9110, section 7.6.1), and what it adds to them. */
public final class ProxyHeaders {
    /** They mean this connection, not the request. */
    private static final Set<String> OF_ONE_HOP = Set.of(
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

    /** Only the edge may say these to a service; from a caller they would be a forgery. */
    private static final List<String> FROM_THE_EDGE_ONLY = List.of(
            "x-jwt-assertion",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-real-ip");

    private ProxyHeaders() {}

    /** Makes a caller's headers fit to be believed inside. */
    public static void admit(HttpServerRequest request, String correlationId) {
        MultiMap headers = request.headers();
        connectionOptions(headers).forEach(headers::remove);
        FROM_THE_EDGE_ONLY.forEach(headers::remove);
        headers.set(Correlation.HEADER, correlationId);
        headers.set("x-forwarded-for", request.remoteAddress().hostAddress());
        headers.set("x-forwarded-proto", request.isSSL() ? "https" : "http");
        if (request.authority() != null) {
            headers.set("x-forwarded-host", request.authority().toString());
        }
    }

    /** All that concern the request or the answer itself. */
    static void copy(MultiMap from, MultiMap to) {
        from.forEach(header -> {
            if (!OF_ONE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }

    /** Header names that the Connection header makes headers of one hop. */
    private static List<String> connectionOptions(MultiMap headers) {
        return headers.getAll("connection").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(option -> option.strip().toLowerCase(Locale.ROOT))
                .filter(option -> !option.isEmpty() && !OF_ONE_HOP.contains(option))
                .toList();
    }
}
