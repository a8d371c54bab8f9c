package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.CountedBy;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.edge.guard.Quotas.Charge;
import dev.corridor.edge.guard.Quotas.Quota;
import dev.corridor.edge.guard.Subscriptions.Entitlement;
import dev.corridor.kit.error.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Refuses callers who exceed a limit: of their plan, their application, their address, the API or the operation. */
public final class Throttle {
    private static final int WINDOW_SECONDS = 60;

    private final Quotas quotas;
    private final List<ThrottlingPolicy> limitsOfAll;
    private final MeterRegistry metrics;

    /**
     * @param limitsOfAll count the requests to all APIs together
     */
    public Throttle(Quotas quotas, List<ThrottlingPolicy> limitsOfAll, MeterRegistry metrics) {
        this.quotas = quotas;
        this.limitsOfAll = limitsOfAll;
        this.metrics = metrics;
    }

    /** One limit of a request, and the error of exceeding it. */
    private record Limit(Charge charge, GatewayError error, String scope) {
        Problem problem(Quota quota) {
            ThrottlingPolicy policy = charge.policy();
            return quota.isBurst()
                    ? Problem.of(
                            GatewayError.BURST_LIMIT,
                            "More than " + policy.burstPerSecond() + " requests to " + scope
                                    + " within a second, which is the limit of " + policy.name() + ".")
                    : Problem.of(
                            error,
                            "More than " + policy.requestsPerMinute() + " requests to " + scope
                                    + " within a minute, which is the limit of " + policy.name() + ".");
        }
    }

    /** Refuses a caller who exceeds a limit of the API; a step after the subscription is known. */
    public Handler<RoutingContext> of(Api api) {
        var throttled = throttled(api.name());
        return context -> take(context, limits(context, api), throttled);
    }

    /** Refuses an address that exceeds the limit of one of the edge's own endpoints. */
    public Handler<RoutingContext> of(String endpoint, ThrottlingPolicy policy) {
        var throttled = throttled(endpoint);
        return context -> take(
                context,
                List.of(new Limit(charge(context, endpoint, policy), GatewayError.ADDRESS_LIMIT, endpoint)),
                throttled);
    }

    /** Counts {@code calls} more for a request that has passed {@link #of(String, ThrottlingPolicy)}. */
    public void charge(RoutingContext context, String endpoint, ThrottlingPolicy policy, int calls) {
        quotas.take(List.of(charge(context, endpoint, policy)), calls);
    }

    private static Charge charge(RoutingContext context, String endpoint, ThrottlingPolicy policy) {
        return new Charge(endpoint + ":" + address(context), policy);
    }

    private Counter throttled(String endpoint) {
        return metrics.counter("corridor.edge.throttled", "api", endpoint);
    }

    private void take(RoutingContext context, List<Limit> limits, Counter throttled) {
        if (limits.isEmpty()) {
            context.next();
            return;
        }
        quotas.take(limits.stream().map(Limit::charge).toList(), 1)
                .onSuccess(taken -> decide(context, limits, taken, throttled))
                .onFailure(context::fail);
    }

    private static void decide(RoutingContext context, List<Limit> limits, List<Quota> taken, Counter throttled) {
        addHeaders(taken, context.response());
        for (int i = 0; i < taken.size(); i++) {
            if (taken.get(i).isExceeded()) {
                throttled.increment();
                context.fail(limits.get(i).problem(taken.get(i)));
                return;
            }
        }
        context.next();
    }

    private List<Limit> limits(RoutingContext context, Api api) {
        GatewayRequest request = GatewayRequest.of(context);
        String apiKey = api.name() + "/" + api.version();
        var limits = new ArrayList<Limit>();
        Entitlement entitlement = request.entitlement().orElseGet(() -> Subscriptions.ofUsers(api));
        add(
                limits,
                entitlement.plan().policy(),
                apiKey + ":"
                        + entitlement
                                .application()
                                .map(id -> "application:" + id)
                                .orElseGet(() -> user(context)),
                GatewayError.SUBSCRIPTION_LIMIT,
                api.name());
        for (ThrottlingPolicy policy : api.limits().ofApi()) {
            counted(context, policy)
                    .ifPresent(who -> add(
                            limits,
                            policy,
                            apiKey + ":" + policy.name() + ":" + who,
                            GatewayError.API_LIMIT,
                            api.name()));
        }
        request.operation().ifPresent(operation -> {
            ThrottlingPolicy policy = api.limits().ofOperations().get(operation.id());
            if (policy != null) {
                String key = apiKey + "/" + operation.id() + ":" + policy.name() + ":";
                counted(context, policy)
                        .ifPresent(who -> add(
                                limits,
                                policy,
                                key + who,
                                GatewayError.OPERATION_LIMIT,
                                api.name() + " " + operation.id()));
            }
        });
        for (ThrottlingPolicy policy : limitsOfAll) {
            counted(context, policy)
                    .ifPresent(who ->
                            add(limits, policy, "all:" + policy.name() + ":" + who, errorOfAll(policy), "all APIs"));
        }
        return limits;
    }

    private static void add(List<Limit> limits, ThrottlingPolicy policy, String key, GatewayError error, String scope) {
        if (!policy.isUnlimited()) {
            limits.add(new Limit(new Charge(key, policy), error, scope));
        }
    }

    private static GatewayError errorOfAll(ThrottlingPolicy policy) {
        return switch (policy.per()) {
            case APPLICATION -> GatewayError.APPLICATION_LIMIT;
            case ADDRESS -> GatewayError.ADDRESS_LIMIT;
            default -> GatewayError.API_LIMIT;
        };
    }

    /** Whose requests the policy counts; empty for a request that it does not concern. */
    private static Optional<String> counted(RoutingContext context, ThrottlingPolicy policy) {
        CountedBy per = policy.per();
        return switch (per) {
            case API -> Optional.of("all");
            case ADDRESS -> Optional.of(address(context));
            case USER, CALLER -> Optional.of(user(context));
            case APPLICATION ->
                GatewayRequest.of(context)
                        .entitlement()
                        .flatMap(Entitlement::application)
                        .map(id -> "application:" + id);
        };
    }

    static String user(RoutingContext context) {
        return GatewayRequest.of(context)
                .caller()
                .map(caller -> "subject:" + caller.subject())
                .orElseGet(() -> address(context));
    }

    private static String address(RoutingContext context) {
        return "address:" + context.request().remoteAddress().hostAddress();
    }

    /** Adds the RateLimit header fields (IETF HTTPAPI draft), an item for each limit, and Retry-After (RFC 9110). */
    private static void addHeaders(List<Quota> quotas, HttpServerResponse response) {
        response.putHeader(
                "ratelimit-policy", quotas.stream().map(Throttle::policyItem).collect(Collectors.joining(", ")));
        response.putHeader("ratelimit", quotas.stream().map(Throttle::quotaItem).collect(Collectors.joining(", ")));
        quotas.stream()
                .filter(Quota::isExceeded)
                .mapToLong(Quota::seconds)
                .max()
                .ifPresent(seconds -> response.putHeader("retry-after", String.valueOf(seconds)));
    }

    private static String policyItem(Quota quota) {
        return quota.isBurst()
                ? name(quota) + ";q=" + quota.policy().burstPerSecond() + ";w=1"
                : name(quota) + ";q=" + quota.policy().requestsPerMinute() + ";w=" + WINDOW_SECONDS;
    }

    private static String quotaItem(Quota quota) {
        return name(quota) + ";r=" + Math.max(0, quota.remaining()) + ";t=" + quota.seconds();
    }

    private static String name(Quota quota) {
        return '"' + quota.policy().name() + (quota.isBurst() ? " burst" : "") + '"';
    }
}
