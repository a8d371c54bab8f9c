package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Subscriber to some pairs, which records every message that does not continue the sequence of its pair. */
final class RateSubscriber {
    private static final List<String> PAIRS = List.of("USD/EUR", "EUR/USD", "GBP/USD", "USD/JPY", "EUR/CHF");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Promise<Void> closed = Promise.promise();
    private final Map<String, Long> seqs;
    private final List<JsonObject> sequenceErrors = new ArrayList<>();
    private String epoch = "";

    private RateSubscriber(Map<String, Long> known) {
        this.seqs = new TreeMap<>(known);
    }

    static RateSubscriber connect(WebSocketClient client, ServiceProcess forex) {
        return connect(client, forex, Map.of(), "");
    }

    /** @param known last sequence number of each pair, in that epoch; the subscription resumes after it */
    static RateSubscriber resume(WebSocketClient client, ServiceProcess forex, Map<String, Long> known, String epoch) {
        return connect(client, forex, known, epoch);
    }

    private static RateSubscriber connect(
            WebSocketClient client, ServiceProcess forex, Map<String, Long> known, String epoch) {
        var subscriber = new RateSubscriber(known);
        var subscription = new JsonObject().put("subscribe", new JsonArray(PAIRS));
        if (!known.isEmpty()) {
            subscription
                    .put("after", new JsonObject(new TreeMap<String, Object>(known)))
                    .put("epoch", epoch);
        }
        client.connect(forex.httpPort(), "127.0.0.1", "/ws/rates")
                .compose(socket -> subscriber.subscribe(socket, subscription))
                .await();
        return subscriber;
    }

    private Future<Void> subscribe(WebSocket socket, JsonObject subscription) {
        socket.closeHandler(ended -> closed.complete());
        socket.textMessageHandler(text -> receive(new JsonObject(text)));
        return socket.writeTextMessage(subscription.encode());
    }

    private synchronized void receive(JsonObject message) {
        String pair = message.getString("pair");
        if (pair == null) {
            return;
        }
        if (!follows(message, seqs.get(pair))) {
            sequenceErrors.add(message);
        }
        if (message.containsKey("seq")) {
            epoch = message.getString("epoch");
            seqs.put(pair, message.getLong("seq"));
        }
    }

    /** A conflated tick names the first tick that it stands for, so it continues the sequence too. */
    private static boolean follows(JsonObject message, Long known) {
        boolean isTick = "tick".equals(message.getString("type"));
        return known == null
                ? "snapshot".equals(message.getString("type"))
                : isTick && message.getLong("first_seq", message.getLong("seq")) == known + 1;
    }

    /** The last sequence number of each pair. */
    synchronized Map<String, Long> seqs() {
        return new TreeMap<>(seqs);
    }

    /** The epoch of those numbers. */
    synchronized String epoch() {
        return epoch;
    }

    /** Waits until each pair has a later tick than that. */
    void awaitBeyond(Map<String, Long> known) {
        await().atMost(TIMEOUT).until(() -> isBeyond(known));
    }

    private synchronized boolean isBeyond(Map<String, Long> known) {
        return PAIRS.stream().allMatch(pair -> seqs.getOrDefault(pair, -1L) > known.getOrDefault(pair, -1L));
    }

    /** Completes when the connection has ended, after all messages have been received. */
    Future<Void> closed() {
        return closed.future();
    }

    /** Asserts that the connection is open and that no sequence number is missing or repeated. */
    synchronized void assertNoSequenceErrors() {
        assertThat(sequenceErrors).isEmpty();
        assertThat(closed.future().isComplete()).as("connection has ended").isFalse();
    }
}
