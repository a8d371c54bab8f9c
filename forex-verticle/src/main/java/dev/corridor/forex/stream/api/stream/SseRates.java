package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.wire.EventCursor;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.sse.ServerEvents;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Server-sent events {@code GET /rates/stream}, which any HTTP client can read. Belongs to one verticle. */
public final class SseRates {
    private static final int MAX_PAIRS = 20;

    private final StreamFeeds feeds;
    private final StreamLimits limits;
    private final Set<SseSession> sessions = new HashSet<>();

    public SseRates(Vertx vertx, StreamFeeds feeds, StreamLimits limits) {
        this.feeds = feeds;
        this.limits = limits;
        feeds.alerts()
                .onTriggered(vertx.getOrCreateContext(), alert -> sessions.forEach(session -> session.alert(alert)));
        vertx.setPeriodic(limits.heartbeatAfter().toMillis(), due -> sessions.forEach(SseSession::heartbeat));
        vertx.setPeriodic(WebSocketRates.PACE_MS, due -> sessions.forEach(SseSession::pace));
    }

    public void mount(RestTransport rest) {
        rest.events("streamRates", Scope.FOREX_READ, this::stream);
    }

    /** Ends all streams because the service stops; their clients reconnect by themselves. */
    public void close() {
        List.copyOf(sessions).forEach(SseSession::end);
    }

    private void stream(Caller caller, RestRequest request, ServerEvents events) {
        var selection = PairSelection.of(
                request.list("pairs"), feeds.rates().latest(), feeds.rates().now());
        selection.requireKnown();
        if (selection.ticks().size() > MAX_PAIRS) {
            throw Problem.of(ForexError.TOO_MANY_PAIRS, "More than " + MAX_PAIRS + " pairs; the WebSocket takes all.");
        }
        int intervalMs = request.query("interval_ms", 0);
        var cursor = request.header("last-event-id").map(EventCursor::parse).orElseGet(EventCursor::new);
        events.stream().hold(selection.ticks().size() * Subscriber.SUBSCRIPTION_BYTES);
        events.stream().endWhenFullFor(limits.slowAfter());
        var session = new SseSession(events, feeds.ticks(), caller.subject());
        sessions.add(session);
        events.gone().onComplete(left -> {
            sessions.remove(session);
            session.left();
        });
        session.begin(selection.ticks(), intervalMs, cursor);
    }
}
