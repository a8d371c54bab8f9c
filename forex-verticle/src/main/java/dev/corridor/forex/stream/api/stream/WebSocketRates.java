package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.websocket.WebSocketStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * WebSocket endpoint {@code /ws/rates}; its contract is asyncapi/forex.yaml. Rates need no token; alerts do. Belongs to
 * one verticle.
 */
public final class WebSocketRates {
    private static final long CHECK_MS = 500;
    /** Precision of the intervals that clients choose. */
    static final long PACE_MS = 25;

    private final StreamFeeds feeds;
    private final TokenVerifier tokens;
    private final StreamLimits limits;
    private final Clock clock;
    private final Buffer contract;
    private final Set<StreamSession> sessions = new HashSet<>();

    /** @param contract the AsyncAPI file, which is served unchanged */
    public WebSocketRates(
            Vertx vertx, StreamFeeds feeds, TokenVerifier tokens, StreamLimits limits, Clock clock, Buffer contract) {
        this.feeds = feeds;
        this.tokens = tokens;
        this.limits = limits;
        this.clock = clock;
        this.contract = contract;
        feeds.alerts().onTriggered(vertx.getOrCreateContext(), this::send);
        vertx.setPeriodic(CHECK_MS, due -> check());
        vertx.setPeriodic(PACE_MS, due -> sessions.forEach(StreamSession::pace));
    }

    public void mount(RestTransport rest) {
        rest.webSocket("/ws/rates", this::accept).document("/asyncapi.yaml", "application/yaml", contract);
    }

    /** Ends all connections because the service stops. */
    public void close() {
        List.copyOf(sessions).forEach(StreamSession::shutDown);
    }

    private void check() {
        for (var session : List.copyOf(sessions)) {
            session.heartbeat();
        }
    }

    private void send(Alert alert) {
        List.copyOf(sessions).forEach(session -> session.alert(alert));
    }

    private void accept(ServerWebSocket socket, WebSocketStream connection) {
        var stream = connection.stream();
        var session = new StreamSession(new StreamOutlet(socket, stream, clock), stream, feeds, tokens, limits, clock);
        sessions.add(session);
        stream.endWhenFullFor(limits.slowAfter());
        stream.onDrain(session::drained);
        stream.closed().onComplete(closed -> {
            sessions.remove(session);
            session.closed();
        });
        connection.onEnd(session::ending);
        socket.textMessageHandler(session::receive);
        socket.binaryMessageHandler(bytes -> session.receiveBinary());
    }
}
