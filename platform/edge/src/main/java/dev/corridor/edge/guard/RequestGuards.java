package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.guard.RateLimiter.Quota;
import dev.corridor.edge.proxy.ProxyHeaders;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.BearerToken;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.request.Correlation;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What a request must pass before it goes inside, in the order of the methods. */
public final class RequestGuards {
    private static final String CALLER = "caller";
    /** Segments that are "." or "..", plain or percent-encoded. */
    private static final Pattern STEPS = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

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

    /** Gives the request its correlation id, and takes from it what only the inside may say. */
    public void admit(RoutingContext context) {
        context.request().pause();
        ProxyHeaders.admit(context.request(), identify(context.request()));
        context.next();
    }

    public String identify(HttpServerRequest request) {
        String id = Correlation.accept(
                request.getHeader(Correlation.HEADER), () -> ids.get().toString());
        Correlation.begin(id);
        request.response().putHeader(Correlation.HEADER, id);
        return id;
    }

    /**
     * Refuses a path that is this API's only after decoding or tidying up, or has steps up and down in it: whoever reads it
     * next might end elsewhere than the edge did.
     */
    public Handler<RoutingContext> demandPlainPath(Api api) {
        return context -> {
            String path = context.request().path();
            if (api.covers(path) && !STEPS.matcher(path).find()) {
                context.next();
            } else {
                context.fail(404);
            }
        };
    }

    /** Refuses whoever has no valid token, or one without a scope of this API. */
    public Handler<RoutingContext> authenticate(Api api) {
        return context -> {
            if (!api.needsToken()) {
                context.next();
                return;
            }
            BearerToken.of(context.request().headers())
                    .compose(tokens::verify)
                    .map(caller -> withScopeOf(api, caller))
                    .onSuccess(caller -> {
                        context.put(CALLER, caller);
                        context.next();
                    })
                    .onFailure(context::fail);
        };
    }

    /** Refuses whoever has called this API too often within the minute. */
    public Handler<RoutingContext> throttle(Api api) {
        return throttle(api.name(), api.policy());
    }

    /** The same for a door of the edge's own. */
    public Handler<RoutingContext> throttle(String what, ThrottlingPolicy policy) {
        var throttled = metrics.counter("corridor.edge.throttled", "api", what);
        return context -> limiter.count(what, policy, callerOf(context), 1).onSuccess(quota -> {
            if (quota == null) {
                context.next();
                return;
            }
            announce(quota, context.response());
            if (quota.isExceeded()) {
                throttled.increment();
                context.fail(Problem.of(
                        StandardError.TOO_MANY_REQUESTS,
                        "More than " + policy.requestsPerMinute() + " requests to " + what + " within a minute."));
            } else {
                context.next();
            }
        });
    }

    /** Makes a request that has passed {@link #throttle} count as {@code calls} more. */
    public void charge(RoutingContext context, String what, ThrottlingPolicy policy, int calls) {
        limiter.count(what, policy, callerOf(context), calls);
    }

    private static Caller withScopeOf(Api api, Caller caller) {
        if (!api.scopes().isEmpty() && api.scopes().stream().noneMatch(caller.scopes()::contains)) {
            throw Problem.of(
                    StandardError.FORBIDDEN,
                    api.name() + " needs one of the scopes "
                            + api.scopes().stream().sorted().toList() + ".");
        }
        return caller;
    }

    private static String callerOf(RoutingContext context) {
        Caller caller = context.get(CALLER);
        return caller != null
                ? "subject:" + caller.subject()
                : "address:" + context.request().remoteAddress().hostAddress();
    }

    /** The RateLimit header fields of the IETF HTTPAPI draft; Retry-After is RFC 9110's. */
    private static void announce(Quota quota, HttpServerResponse response) {
        String policy = '"' + quota.policy().name() + '"';
        response.putHeader("ratelimit-policy", policy + ";q=" + quota.policy().requestsPerMinute() + ";w=60");
        response.putHeader(
                "ratelimit", policy + ";r=" + Math.max(0, quota.remaining()) + ";t=" + quota.secondsToNextWindow());
        if (quota.isExceeded()) {
            response.putHeader("retry-after", String.valueOf(quota.secondsToNextWindow()));
        }
    }
}
