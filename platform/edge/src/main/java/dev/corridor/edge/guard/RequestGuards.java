package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.config.Operation;
import dev.corridor.edge.guard.RateLimiter.Quota;
import dev.corridor.edge.proxy.ProxyHeaders;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.RequestHead;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Checks that a request passes before it is proxied, in the order of the methods. */
public final class RequestGuards {
    private static final String CALLER = "caller";
    /** Path segments "." and "..", plain or percent-encoded. */
    private static final Pattern DOT_SEGMENTS = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    private static final int MAX_HEADERS_BYTES = 8 * 1024;
    /** What HTTP/2 adds to the size of each header (RFC 9113, section 6.5.2). */
    private static final int BYTES_PER_HEADER = 32;

    private final TokenVerifier tokens;
    private final RateLimiter limiter;
    private final Supplier<UUID> ids;
    private final MeterRegistry metrics;

    public RequestGuards(TokenVerifier tokens, RateLimiter limiter, Supplier<UUID> ids, MeterRegistry metrics) {
        this.tokens = tokens;
        this.limiter = limiter;
        this.ids = ids;
        this.metrics = metrics;
    }

    /**
     * Gives the request a correlation id, refuses a head that a service might understand differently, and removes the headers that
     * only the edge may set.
     */
    public void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        String correlationId = identify(request);
        RequestHead.problemOf(request)
                .or(() -> tooLarge(request))
                .ifPresentOrElse(problem -> refuse(context, problem), () -> {
                    ProxyHeaders.admit(request, correlationId);
                    context.next();
                });
    }

    /** Over HTTP/1.1 Vert.x counts while it reads. */
    private static Optional<Problem> tooLarge(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return Optional.empty();
        }
        long bytes = request.headers().entries().stream()
                .mapToLong(
                        header -> header.getKey().length() + header.getValue().length() + BYTES_PER_HEADER)
                .sum();
        return bytes <= MAX_HEADERS_BYTES
                ? Optional.empty()
                : Optional.of(Problem.of(
                        StandardError.HEADERS_TOO_LARGE,
                        "The headers have " + bytes + " bytes, and at most " + MAX_HEADERS_BYTES + " are read."));
    }

    /** The connection is closed, because nobody knows where the body ends and the next request begins. */
    private static void refuse(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader("connection", "close");
            context.addEndHandler(sent -> context.request().connection().close());
        }
        context.fail(problem);
    }

    public String identify(HttpServerRequest request) {
        String id = Correlation.accept(
                request.getHeader(Correlation.HEADER), () -> ids.get().toString());
        Correlation.begin(id);
        request.response().putHeader(Correlation.HEADER, id);
        return id;
    }

    /**
     * Refuses a path that the API does not serve to callers. One that belongs to the API only after decoding or normalization, or
     * contains dot segments, is refused as well: the service might resolve it to another path than the edge did.
     */
    public Handler<RoutingContext> requirePublicPath(Api api) {
        return context -> {
            String path = context.request().path();
            if (api.serves(path) && !DOT_SEGMENTS.matcher(path).find()) {
                context.next();
            } else {
                context.fail(404);
            }
        };
    }

    /** Refuses a request without a valid token, or whose token has none of the operation's scopes. */
    public Handler<RoutingContext> authenticate(Api api) {
        return context -> {
            HttpServerRequest request = context.request();
            Operation operation =
                    api.operation(request.method().name(), request.path()).orElse(null);
            if (operation == null ? !api.needsToken() : !operation.needsToken()) {
                context.next();
            } else if (operation == null || operation.scopes().isEmpty()) {
                authenticate(context, api.name(), api.scopes());
            } else {
                authenticate(context, api.name() + " " + operation.id(), operation.scopes());
            }
        };
    }

    /** Refuses a request to one of the edge's own endpoints without a valid token that has the scope. */
    public Handler<RoutingContext> authenticate(String endpoint, Scope scope) {
        return context -> authenticate(context, endpoint, Set.of(scope.value()));
    }

    private void authenticate(RoutingContext context, String endpoint, Set<String> scopes) {
        BearerToken.of(context.request().headers())
                .compose(tokens::verify)
                .map(caller -> requireScope(endpoint, scopes, caller))
                .onSuccess(caller -> {
                    context.put(CALLER, caller);
                    context.next();
                })
                .onFailure(context::fail);
    }

    /** Refuses a caller who exceeds the API's rate limit. */
    public Handler<RoutingContext> throttle(Api api) {
        return throttle(api.name(), api.policy());
    }

    /** Refuses a caller who exceeds the rate limit of one of the edge's own endpoints. */
    public Handler<RoutingContext> throttle(String endpoint, ThrottlingPolicy policy) {
        var throttled = metrics.counter("corridor.edge.throttled", "api", endpoint);
        return context -> limiter.count(endpoint, policy, callerOf(context), 1).onSuccess(quota -> {
            if (quota == null) {
                context.next();
                return;
            }
            addHeaders(quota, context.response());
            if (quota.isExceeded()) {
                throttled.increment();
                context.fail(Problem.of(
                        StandardError.TOO_MANY_REQUESTS,
                        "More than " + policy.requestsPerMinute() + " requests to " + endpoint + " within a minute."));
            } else {
                context.next();
            }
        });
    }

    /** Counts {@code calls} more for a request that has passed {@link #throttle}. */
    public void charge(RoutingContext context, String endpoint, ThrottlingPolicy policy, int calls) {
        limiter.count(endpoint, policy, callerOf(context), calls);
    }

    private static Caller requireScope(String endpoint, Set<String> scopes, Caller caller) {
        if (!scopes.isEmpty() && scopes.stream().noneMatch(caller.scopes()::contains)) {
            throw Problem.of(
                    StandardError.FORBIDDEN,
                    endpoint + " needs one of the scopes "
                            + scopes.stream().sorted().toList() + ".");
        }
        return caller;
    }

    private static String callerOf(RoutingContext context) {
        Caller caller = context.get(CALLER);
        return caller != null
                ? "subject:" + caller.subject()
                : "address:" + context.request().remoteAddress().hostAddress();
    }

    /** Adds the RateLimit header fields (IETF HTTPAPI draft) and Retry-After (RFC 9110). */
    private static void addHeaders(Quota quota, HttpServerResponse response) {
        String policy = '"' + quota.policy().name() + '"';
        response.putHeader("ratelimit-policy", policy + ";q=" + quota.policy().requestsPerMinute() + ";w=60");
        response.putHeader(
                "ratelimit", policy + ";r=" + Math.max(0, quota.remaining()) + ";t=" + quota.secondsToNextWindow());
        if (quota.isExceeded()) {
            response.putHeader("retry-after", String.valueOf(quota.secondsToNextWindow()));
        }
    }
}
