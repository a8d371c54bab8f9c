package dev.corridor.edge.config;

import dev.corridor.kit.config.HostPort;
import java.net.URI;
import java.util.Set;

/**
 * Exposed API as {@code wso2/api-config.yaml} describes it.
 *
 * @param basePath prefix of its paths at the edge, such as {@code /api/profile/1.0.0}
 * @param backend URL of the service behind it; its path replaces {@code basePath}
 * @param contract the file with its OpenAPI, GraphQL or protobuf contract, relative to the configuration; "" for none
 * @param paths the paths below {@code basePath} that callers may reach
 * @param needsToken whether a caller must send a token
 * @param scopes the token must have one of these; empty: any token is accepted
 */
public record Api(
        Kind kind,
        String name,
        String version,
        String basePath,
        URI backend,
        ThrottlingPolicy policy,
        String contract,
        PublicPaths paths,
        boolean needsToken,
        Set<String> scopes) {

    /** Transport of an API. */
    public enum Kind {
        REST("http"),
        GRAPHQL("http"),
        WEBSOCKET("ws"),
        GRPC("grpc");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }

        /** The scheme of its backend_url. */
        String scheme() {
            return scheme;
        }
    }

    /**
     * Rate limit.
     *
     * @param requestsPerMinute from one caller to one API
     */
    public record ThrottlingPolicy(String name, int requestsPerMinute) {}

    public HostPort backendAddress() {
        return new HostPort(backend.getHost(), backend.getPort());
    }

    /** Returns whether the path is the base path or below it. */
    public boolean covers(String path) {
        return path.startsWith(basePath)
                && (path.length() == basePath.length() || path.charAt(basePath.length()) == '/');
    }

    /** Returns whether callers may reach the path. */
    public boolean serves(String path) {
        return covers(path) && paths.contain(path.substring(basePath.length()));
    }

    /** Returns the URI of a request at the backend: the backend's path instead of the base path, and the query. */
    public String backendUri(String path, String query) {
        String internal = kind == Kind.GRPC ? path : backend.getRawPath() + path.substring(basePath.length());
        return (internal.startsWith("/") ? internal : "/" + internal) + (query == null ? "" : "?" + query);
    }
}
