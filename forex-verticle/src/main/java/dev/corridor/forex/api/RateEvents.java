package dev.corridor.forex.api;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.live.AlertNews;
import dev.corridor.forex.live.Broadcast;
import dev.corridor.forex.live.LiveRates;
import dev.corridor.kit.door.RestDoor;
import dev.corridor.kit.door.RestRequest;
import dev.corridor.kit.door.ServerEvents;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Live rates for whoever has no more than curl: {@code GET /rates/stream}, server-sent events. Belongs to one verticle. */
public final class RateEvents {
    private static final int MAX_PAIRS = 20;

    private final LiveRates live;
    private final Broadcast broadcast;
    private final StreamLimits limits;
    private final Set<RateEventStream> streams = new HashSet<>();

    public RateEvents(Vertx vertx, LiveRates live, Broadcast broadcast, AlertNews alerts, StreamLimits limits) {
        this.live = live;
        this.broadcast = broadcast;
        this.limits = limits;
        alerts.follow(vertx.getOrCreateContext(), alert -> streams.forEach(stream -> stream.alert(alert)));
        vertx.setPeriodic(limits.heartbeatAfter().toMillis(), due -> streams.forEach(RateEventStream::heartbeat));
        vertx.setPeriodic(RateStream.PACE_MS, due -> streams.forEach(RateEventStream::pace));
    }

    public void mount(RestDoor rest) {
        rest.events("streamRates", Scope.FOREX_READ, this::stream);
    }

    /** Ends the streams: their clients connect again by themselves. */
    public void close() {
        List.copyOf(streams).forEach(RateEventStream::end);
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
                request.header("last-event-id").map(RateEventStream::position).orElse(Map.of());
        var stream = new RateEventStream(events, broadcast, caller.subject());
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
