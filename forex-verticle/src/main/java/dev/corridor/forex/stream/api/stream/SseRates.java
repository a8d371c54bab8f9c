package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.sse.ServerEvents;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Live rates for whoever has no more than curl: {@code GET /rates/stream}, server-sent events. Belongs to one verticle. */
public final class SseRates {
    private static final int MAX_PAIRS = 20;

    private final LiveRates live;
    private final Broadcast broadcast;
    private final StreamLimits limits;
    private final Set<SseSession> streams = new HashSet<>();

    public SseRates(Vertx vertx, LiveRates live, Broadcast broadcast, AlertNotifications alerts, StreamLimits limits) {
        this.live = live;
        this.broadcast = broadcast;
        this.limits = limits;
        alerts.follow(vertx.getOrCreateContext(), alert -> streams.forEach(stream -> stream.alert(alert)));
        vertx.setPeriodic(limits.heartbeatAfter().toMillis(), due -> streams.forEach(SseSession::heartbeat));
        vertx.setPeriodic(WebSocketRates.PACE_MS, due -> streams.forEach(SseSession::pace));
    }

    public void mount(RestTransport rest) {
        rest.events("streamRates", Scope.FOREX_READ, this::stream);
    }

    /** Ends the streams: their clients connect again by themselves. */
    public void close() {
        List.copyOf(streams).forEach(SseSession::end);
    }

    private void stream(Caller caller, RestRequest request, ServerEvents events) {
        if (streams.size() >= limits.maxConnections()) {
            throw Problem.of(StandardError.UNAVAILABLE, "Too many streams are open.");
        }
        var selection = PairSelection.of(names(request), live);
        selection.requireKnown();
        if (selection.ticks().size() > MAX_PAIRS) {
            throw Problem.of(ForexError.TOO_MANY_PAIRS, "More than " + MAX_PAIRS + " pairs; the WebSocket takes all.");
        }
        int intervalMs = request.query("interval_ms").map(Integer::parseInt).orElse(0);
        Map<Pair, Long> after =
                request.header("last-event-id").map(SseSession::position).orElse(Map.of());
        var stream = new SseSession(events, broadcast, caller.subject());
        streams.add(stream);
        events.gone().onComplete(left -> {
            streams.remove(stream);
            stream.left();
        });
        stream.begin(selection.ticks(), intervalMs, after);
    }

    private static List<String> names(RestRequest request) {
        return Arrays.asList(request.query("pairs").orElse("").split(","));
    }
}
