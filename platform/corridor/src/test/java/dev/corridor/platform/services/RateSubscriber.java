package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A subscriber to some pairs, who notices when the numbers of a pair do not follow each other. */
final class RateSubscriber {
    private static final List<String> PAIRS = List.of("USD/EUR", "EUR/USD", "GBP/USD", "USD/JPY", "EUR/CHF");
    private static final long LOOK_AGAIN_MS = 50;
    private static final int PATIENCE_S = 60;

    private final Promise<Void> closed = Promise.promise();
    private final Map<String, Long> seqs;
    private final List<JsonObject> breaks = new ArrayList<>();

    private RateSubscriber(Map<String, Long> known) {
        this.seqs = new TreeMap<>(known);
    }

    static RateSubscriber connect(WebSocketClient client, ServiceProcess forex) {
        return connect(client, forex, Map.of());
    }

    /** @param known the last seq of each pair: what follows is asked for */
    static RateSubscriber resume(WebSocketClient client, ServiceProcess forex, Map<String, Long> known) {
        return connect(client, forex, known);
    }

    private static RateSubscriber connect(WebSocketClient client, ServiceProcess forex, Map<String, Long> known) {
        var listener = new RateSubscriber(known);
        var subscription = new JsonObject().put("subscribe", new JsonArray(PAIRS));
        if (!known.isEmpty()) {
            subscription.put("after", new JsonObject(new TreeMap<String, Object>(known)));
        }
        client.connect(forex.httpPort(), "127.0.0.1", "/ws/rates")
                .compose(socket -> listener.subscribe(socket, subscription))
                .await();
        return listener;
    }

    private Future<Void> subscribe(WebSocket socket, JsonObject subscription) {
        socket.closeHandler(ended -> closed.complete());
        socket.textMessageHandler(text -> take(new JsonObject(text)));
        return socket.writeTextMessage(subscription.encode());
    }

    private synchronized void take(JsonObject message) {
        String pair = message.getString("pair");
        if (pair == null) {
            return;
        }
        if (!follows(message, seqs.get(pair))) {
            breaks.add(message);
        }
        if (message.containsKey("seq")) {
            seqs.put(pair, message.getLong("seq"));
        }
        notifyAll();
    }

    private static boolean follows(JsonObject message, Long known) {
        boolean isTick = "tick".equals(message.getString("type"));
        return known == null
                ? "snapshot".equals(message.getString("type"))
                : isTick && message.getLong("seq") == known + 1;
    }

    /** The last seq of each pair. */
    synchronized Map<String, Long> seqs() {
        return new TreeMap<>(seqs);
    }

    /** Waits until each pair has a later tick than that. */
    synchronized void awaitBeyond(Map<String, Long> known) throws InterruptedException {
        long lookedAt = System.nanoTime();
        while (!isBeyond(known)) {
            assertThat(System.nanoTime() - lookedAt)
                    .as("a tick of each pair within %d s", PATIENCE_S)
                    .isLessThan(PATIENCE_S * 1_000_000_000L);
            wait(LOOK_AGAIN_MS);
        }
    }

    private boolean isBeyond(Map<String, Long> known) {
        return PAIRS.stream().allMatch(pair -> seqs.getOrDefault(pair, -1L) > known.getOrDefault(pair, -1L));
    }

    /** Completes when the connection has ended; everything that came has been taken by then. */
    Future<Void> closed() {
        return closed.future();
    }

    /** Still connected, and no number was left out, repeated, or begun again. */
    synchronized void assertUnbroken() {
        assertThat(breaks).isEmpty();
        assertThat(closed.future().isComplete()).as("connection has ended").isFalse();
    }
}
