package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.candle.api.stream.CandleFeed;
import dev.corridor.forex.candle.usecase.RecentCandles;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.StreamLimits;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The WebSocket door {@code /ws/rates}; its contract is asyncapi/forex.yaml. Rates need no token. Belongs to one verticle. */
public final class WebSocketRates {
    private static final long CHECK_MS = 500;
    /** How exactly an interval is kept. */
    static final long PACE_MS = 25;

    private static final short TRY_AGAIN_LATER = 1013;

    private final LiveRates live;
    private final Broadcast broadcast;
    private final CandleFeed candles;
    private final TokenVerifier tokens;
    private final StreamLimits limits;
    private final Clock clock;
    private final Buffer contract;
    private final Set<StreamSession> sockets = new HashSet<>();

    /** @param contract the AsyncAPI file, served as it is */
    public WebSocketRates(
            Vertx vertx,
            LiveRates live,
            Broadcast broadcast,
            RecentCandles book,
            AlertNotifications alerts,
            TokenVerifier tokens,
            StreamLimits limits,
            Clock clock,
            Buffer contract,
            MeterRegistry metrics) {
        this.live = live;
        this.broadcast = broadcast;
        this.candles = new CandleFeed(vertx, book, metrics);
        this.tokens = tokens;
        this.limits = limits;
        this.clock = clock;
        this.contract = contract;
        alerts.follow(vertx.getOrCreateContext(), this::tell);
        vertx.setPeriodic(CHECK_MS, due -> check());
        vertx.setPeriodic(PACE_MS, due -> sockets.forEach(StreamSession::pace));
    }

    public void mount(RestTransport rest) {
        rest.webSocket("/ws/rates", this::accept).document("/asyncapi.yaml", "application/yaml", contract);
    }

    /** Tells every client that the service stops. */
    public void close() {
        List.copyOf(sockets).forEach(StreamSession::goAway);
    }

    private void check() {
        for (var socket : List.copyOf(sockets)) {
            socket.heartbeat();
            socket.closeIfStalled();
            socket.checkToken();
        }
    }

    /** Its owner's connections. */
    private void tell(Alert alert) {
        List.copyOf(sockets).forEach(socket -> socket.alert(alert));
    }

    private void accept(ServerWebSocket accepted) {
        if (sockets.size() >= limits.maxConnections()) {
            accepted.close(TRY_AGAIN_LATER, "too many connections");
            return;
        }
        var socket = new StreamSession(accepted, live, broadcast, candles, new SocketToken(tokens), limits, clock);
        sockets.add(socket);
        accepted.closeHandler(closed -> {
            sockets.remove(socket);
            socket.closed();
        });
        socket.open();
    }
}
