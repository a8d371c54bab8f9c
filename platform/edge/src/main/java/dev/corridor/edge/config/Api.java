package dev.corridor.edge.config;

import dev.corridor.kit.config.HostPort;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Exposed API as {@code wso2/api-config.yaml} describes it. It is identified by its name and version.
 *
 * @param context prefix of its paths at the edge, before the version, such as {@code /api/profile}
 * @param isDefaultVersion whether it is also served under {@code context} without a version
 * @param nativePath prefix of the paths that gRPC prescribes, such as {@code /profile.v1.ProfileService}; "" for other kinds
 * @param backends addresses of the service behind it; their common path replaces the base path
 * @param plan the plan of a caller whose application has no subscription
 * @param plans the plans that an application can subscribe to
 * @param limits limits that hold beside the caller's plan
 * @param contract the file with its OpenAPI, AsyncAPI, GraphQL or protobuf contract, relative to the configuration; "" for none
 * @param needsToken whether a caller must send a token; single operations can be exempt
 * @param scopes where the contract names no scope of an operation, the token must have one of these; empty: any token is accepted
 */
public record Api(
        Kind kind,
        String name,
        String description,
        String context,
        String version,
        boolean isDefaultVersion,
        String nativePath,
        List<URI> backends,
        Plan plan,
        List<Plan> plans,
        Limits limits,
        String contract,
        Operations operations,
        boolean needsToken,
        Set<String> scopes,
        Optional<Deprecation> deprecation,
        Cors cors,
        Optional<Caching> caching) {

    public Api {
        backends = List.copyOf(backends);
        plans = List.copyOf(plans);
        scopes = Set.copyOf(scopes);
    }

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
     * @param requestsPerMinute {@link #UNLIMITED}: not limited
     * @param burstPerSecond requests within one second; {@link #UNLIMITED}: not limited
     * @param per whose requests are counted together
     */
    public record ThrottlingPolicy(String name, int requestsPerMinute, int burstPerSecond, CountedBy per) {
        public static final int UNLIMITED = Integer.MAX_VALUE;

        /** A limit of each caller, without a limit of bursts. */
        public ThrottlingPolicy(String name, int requestsPerMinute) {
            this(name, requestsPerMinute, UNLIMITED, CountedBy.CALLER);
        }

        public boolean isUnlimited() {
            return requestsPerMinute == UNLIMITED && burstPerSecond == UNLIMITED;
        }
    }

    /** The group of requests that a limit counts together. */
    public enum CountedBy {
        /** All requests to the API or operation. */
        API,
        /** Those of one user; of one address where there is no token. */
        USER,
        APPLICATION,
        ADDRESS,
        /** Those of one subscription; without one, those of one user or address. */
        CALLER
    }

    /**
     * Limits beside a caller's plan.
     *
     * @param ofApi each counts the requests to this API
     * @param ofOperations each counts the requests to one operation, by its id
     */
    public record Limits(List<ThrottlingPolicy> ofApi, Map<String, ThrottlingPolicy> ofOperations) {
        public Limits {
            ofApi = List.copyOf(ofApi);
            ofOperations = Map.copyOf(ofOperations);
        }
    }

    /** Prefix of its paths at the edge, such as {@code /api/profile/1.0.0}. */
    public String basePath() {
        return context + "/" + version;
    }

    /** All prefixes of its paths: with the version, without it for a default version, and gRPC's own. */
    public List<String> basePaths() {
        return Stream.of(basePath(), isDefaultVersion ? context : "", nativePath)
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /** The rate limit of a caller whose application has no subscription. */
    public ThrottlingPolicy policy() {
        return plan.policy();
    }

    /** The first of {@link #backends}. */
    public URI backend() {
        return backends.get(0);
    }

    public List<HostPort> backendAddresses() {
        return backends.stream()
                .map(backend -> new HostPort(backend.getHost(), backend.getPort()))
                .toList();
    }

    /** The first address of its backend. */
    public HostPort backendAddress() {
        return backendAddresses().get(0);
    }

    /** Returns whether the path is one of the base paths or below it. */
    public boolean covers(String path) {
        return pathInContract(path) != null;
    }

    /** Returns whether callers may reach the path. */
    public boolean serves(String path) {
        String inContract = pathInContract(path);
        return inContract != null && operations.contain(inContract);
    }

    /** Finds the operation of a request; empty if the contract has none, which the service answers. */
    public Optional<Operation> operation(String method, String path) {
        String inContract = pathInContract(path);
        return inContract == null
                ? Optional.empty()
                : Optional.ofNullable(operations.find(isNative(inContract) ? "RPC" : method, inContract));
    }

    /** Returns whether the path is one that gRPC prescribes, below either base path. */
    public boolean isNativePath(String path) {
        String inContract = pathInContract(path);
        return inContract != null && isNative(inContract);
    }

    private boolean isNative(String inContract) {
        return !nativePath.isEmpty() && isBelow(nativePath, inContract);
    }

    /** Returns the URI of a request at the backend: the backend's path instead of the base path, and the query. */
    public String backendUri(String path, String query) {
        String internal = backend().getRawPath() + pathInContract(path);
        return (internal.startsWith("/") ? internal : "/" + internal) + (query == null ? "" : "?" + query);
    }

    /** The path below the base path; null if the API does not cover it. */
    private String pathInContract(String path) {
        if (isBelow(basePath(), path)) {
            return path.substring(context.length() + 1 + version.length());
        }
        if (!nativePath.isEmpty() && isBelow(nativePath, path)) {
            return path;
        }
        return isDefaultVersion && isBelow(context, path) ? path.substring(context.length()) : null;
    }

    static boolean isBelow(String basePath, String path) {
        return path.startsWith(basePath)
                && (path.length() == basePath.length() || path.charAt(basePath.length()) == '/');
    }
}
