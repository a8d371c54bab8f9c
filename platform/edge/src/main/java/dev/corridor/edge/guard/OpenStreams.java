package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.edge.proxy.StreamPermit;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts the open streams of each user or address, over all event loops of this edge, and refuses one over the plan's limit. */
public final class OpenStreams {
    private static final String KEY = OpenStreams.class.getName();
    private static final int SWITCHING_PROTOCOLS = 101;

    private final LocalMap<String, Integer> open;

    public OpenStreams(Vertx vertx) {
        this.open = vertx.sharedData().getLocalMap("corridor.edge.open-streams");
    }

    /** A step before the stream is opened. It is given back by {@link StreamPermit#release}, or when the response has ended without a stream. */
    public void admit(RoutingContext context, Api api) {
        GatewayRequest request = GatewayRequest.of(context);
        var plan = request.entitlement()
                .orElseGet(() -> Subscriptions.ofUsers(api))
                .plan();
        var limits = plan.stream().orElseThrow();
        int limit = limits.connections();
        String key = api.name() + "/" + api.version() + ":" + Throttle.user(context);
        int count = open.merge(key, 1, Integer::sum);
        context.put(
                KEY,
                new StreamPermit(
                        limits.messagesPerMinute(),
                        releaseOnce(context, key),
                        request.caller().map(Caller::token)));
        if (count > limit) {
            context.fail(Problem.of(
                    GatewayError.STREAM_LIMIT,
                    "More than " + limit + " streams of " + api.name() + " are open, which is the limit of "
                            + plan.name() + "."));
        } else {
            context.next();
        }
    }

    /** The permit of this request, which {@link #admit} has given. */
    public static StreamPermit permit(RoutingContext context) {
        return context.get(KEY);
    }

    /** A connection that is not upgraded can carry further requests, so its stream ends with the response. */
    private Runnable releaseOnce(RoutingContext context, String key) {
        var isReleased = new AtomicBoolean();
        context.addEndHandler(ended -> {
            if (context.response().getStatusCode() != SWITCHING_PROTOCOLS) {
                release(isReleased, key);
            }
        });
        return () -> release(isReleased, key);
    }

    private void release(AtomicBoolean isReleased, String key) {
        if (isReleased.getAndSet(true)) {
            return;
        }
        open.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }
}
