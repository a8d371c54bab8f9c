package dev.corridor.edge.usage.api;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.Operation;
import dev.corridor.edge.config.Plan;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.edge.guard.GatewayRequest;
import dev.corridor.edge.guard.Subscriptions.Entitlement;
import dev.corridor.edge.usage.domain.CallRecord;
import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.edge.usage.usecase.CallStatistics;
import dev.corridor.edge.usage.usecase.UsageMeter;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Steps of an API's route that meter its calls, and refuse those over the monthly quota of their plan. */
public final class CallMeter {
    private static final int SERVER_ERRORS = 500;

    private final UsageMeter meter;
    private final CallStatistics statistics;
    private final Clock clock;

    public CallMeter(UsageMeter meter, CallStatistics statistics, Clock clock) {
        this.meter = meter;
        this.statistics = statistics;
        this.clock = clock;
    }

    /** Adds the request to the statistics when it has been answered, also if a later step refuses it; the first step. */
    public Handler<RoutingContext> follow(Api api) {
        return context -> {
            long startedNanos = System.nanoTime();
            context.addEndHandler(ended -> statistics.add(record(context, api, startedNanos)));
            context.next();
        };
    }

    /** Counts a call of a subscription; the step after the rate limits, whose refusals cost nothing. */
    public Handler<RoutingContext> meter(Api api) {
        return context -> {
            Entitlement entitlement = GatewayRequest.of(context).entitlement().orElse(null);
            if (entitlement == null || entitlement.application().isEmpty()) {
                context.next();
                return;
            }
            Plan plan = entitlement.plan();
            var key = new UsageKey(
                    meter.month(), entitlement.application().get(), api.name(), api.version(), plan.name());
            if (plan.monthlyQuota().isEmpty() || plan.pricePerCallOverQuota().isPresent()) {
                admit(context, api, key);
                return;
            }
            meter.known(key).onComplete(known -> {
                if (meter.calls(key) < plan.monthlyQuota().getAsInt()) {
                    admit(context, api, key);
                } else {
                    refuse(context, api, plan);
                }
            });
        };
    }

    private void admit(RoutingContext context, Api api, UsageKey key) {
        if (api.kind() == Kind.WEBSOCKET) {
            // The head of an upgrade is written outside of the response.
            meter.count(key);
        } else {
            var call = new CallInFlight(key);
            context.addHeadersEndHandler(
                    writing -> call.answered(context.response().getStatusCode()));
            context.addEndHandler(ended -> call.ended());
        }
        context.next();
    }

    /** Call that counts against the quota while it is not answered, and is counted when its answer begins. */
    private final class CallInFlight {
        private final UsageKey key;
        private boolean isInFlight = true;

        CallInFlight(UsageKey key) {
            this.key = key;
            meter.started(key);
        }

        void answered(int status) {
            if (isInFlight && status < SERVER_ERRORS) {
                meter.count(key);
                ended();
            }
        }

        void ended() {
            if (isInFlight) {
                isInFlight = false;
                meter.finished(key);
            }
        }
    }

    private void refuse(RoutingContext context, Api api, Plan plan) {
        context.response().putHeader("retry-after", Long.toString(secondsToNextMonth()));
        context.fail(Problem.of(
                        GatewayError.MONTHLY_QUOTA,
                        "The plan " + plan.name() + " has "
                                + plan.monthlyQuota().getAsInt() + " calls to " + api.name() + " " + api.version()
                                + " in a month, and they are used up.")
                .with("plan", plan.name()));
    }

    private long secondsToNextMonth() {
        Instant now = clock.instant();
        YearMonth next = meter.month().plusMonths(1);
        return Math.max(
                1,
                Duration.between(now, next.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                        .toSeconds());
    }

    private CallRecord record(RoutingContext context, Api api, long startedNanos) {
        Optional<GatewayRequest> request = Optional.ofNullable(GatewayRequest.of(context));
        return new CallRecord(
                clock.instant(),
                api.name(),
                api.version(),
                request.flatMap(GatewayRequest::operation).map(Operation::id).orElse(""),
                request.flatMap(GatewayRequest::entitlement)
                        .flatMap(Entitlement::application)
                        .orElse(""),
                context.response().getStatusCode(),
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }
}
