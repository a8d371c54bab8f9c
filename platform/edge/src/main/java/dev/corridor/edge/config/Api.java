package dev.corridor.edge.config;

import dev.corridor.kit.config.HostPort;
import java.net.URI;
import java.util.Set;

/**
 * One API as {@code wso2/api-config.yaml} describes it.
 *
 * @param basePath what its paths start with at the edge, such as {@code /api/profile/1.0.0}
 * @param backend where it is served inside; the path is put before the rest of the caller's
 * @param contract the file with its OpenAPI, GraphQL or protobuf contract, relative to the configuration; "" for none
 * @param needsToken whether a caller must show a token
 * @param scopes of which the token must have one; empty: any token will do
 */
public record Api(
        Kind kind,
        String name,
        String version,
        String basePath,
        URI backend,
        ThrottlingPolicy policy,
        String contract,
        boolean needsToken,
        Set<String> scopes) {

    /** The doors an API can have. */
    public enum Kind {
        REST("http"),
        GRAPHQL("http"),
        WEBSOCKET("ws"),
        GRPC("grpc");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }

        /** What its backend_url starts with. */
        String scheme() {
            return scheme;
        }
    }

    /** @param requestsPerMinute of one caller to one API */
    public record ThrottlingPolicy(String name, int requestsPerMinute) {}

    public HostPort backendAddress() {
        return new HostPort(backend.getHost(), backend.getPort());
    }

    /** The path, and whether it is this API's: the base path itself or something below it. */
    public boolean covers(String path) {
        return path.startsWith(basePath)
                && (path.length() == basePath.length() || path.charAt(basePath.length()) == '/');
    }

    /** Where a request goes inside: its path with the base path changed for the backend's, and its query. */
    public String backendUri(String path, String query) {
        String inside = kind == Kind.GRPC ? path : backend.getRawPath() + path.substring(basePath.length());
        return (inside.startsWith("/") ? inside : "/" + inside) + (query == null ? "" : "?" + query);
    }
}
