package dev.corridor.platform.services;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of many subscribers, which checks that the sequence numbers of each pair have no gaps. It finds the members of a message
 * by text search, because a thousand subscribers that parse JSON are slower than the service. Belongs to one event loop.
 */
final class LoadSubscriber {
    private static final long NONE = -1;

    private final WebSocket socket;
    private final LoadStatistics statistics;
    private final Map<String, Long> seqs = new HashMap<>();
    private final Promise<Short> closed = Promise.promise();
    private volatile Map<String, Long> expected = Map.of();
    private volatile Promise<Void> caughtUp = Promise.promise();

    private LoadSubscriber(WebSocket socket, List<String> pairs, LoadStatistics statistics) {
        this.socket = socket;
        this.statistics = statistics;
        pairs.forEach(pair -> seqs.put(pair, NONE));
        socket.closeHandler(ended -> closed.tryComplete(socket.closeStatusCode()));
        socket.textMessageHandler(this::receive);
    }

    /** Call this on the socket's event loop. */
    static Future<LoadSubscriber> subscribe(WebSocket socket, List<String> pairs, LoadStatistics statistics) {
        var subscriber = new LoadSubscriber(socket, pairs, statistics);
        return socket.writeTextMessage(
                        new JsonObject().put("subscribe", new JsonArray(pairs)).encode())
                .map(subscriber);
    }

    private void receive(String message) {
        if (message.startsWith("{\"type\":\"snapshot\"")) {
            seqs.put(text(message, "pair"), number(message, "seq"));
        } else if (message.startsWith("{\"type\":\"tick\"")) {
            tick(message);
        } else if (message.startsWith("{\"type\":\"gap\"") || message.startsWith("{\"type\":\"error\"")) {
            statistics.sequenceError(message);
        }
    }

    private void tick(String message) {
        String pair = text(message, "pair");
        long seq = number(message, "seq");
        long first = message.contains("\"first_seq\"") ? number(message, "first_seq") : seq;
        Long known = seqs.put(pair, seq);
        if (known == null || first != known + 1 || seq < first) {
            statistics.sequenceError("after " + known + ": " + message);
        }
        long delayMs = System.currentTimeMillis()
                - Instant.parse(text(message, "time")).toEpochMilli();
        statistics.received(pair, seq, seq - first + 1, delayMs);
        if (!expected.isEmpty() && hasReached(expected)) {
            expected = Map.of();
            caughtUp.tryComplete();
        }
    }

    /** Completes when the subscriber has reached these sequence numbers for each of its pairs. */
    Future<Void> reaches(Map<String, Long> newest) {
        caughtUp = Promise.promise();
        expected = newest;
        return caughtUp.future();
    }

    private boolean hasReached(Map<String, Long> newest) {
        var fewer = newest.size() < seqs.size() ? newest.keySet() : seqs.keySet();
        return fewer.stream()
                .allMatch(pair -> seqs.getOrDefault(pair, Long.MAX_VALUE) >= newest.getOrDefault(pair, NONE));
    }

    /** Stops reading from the network. */
    void stall() {
        socket.pause();
    }

    /** Reads again. */
    void recover() {
        socket.resume();
    }

    /** Completes with the status code of the close. */
    Future<Short> closed() {
        return closed.future();
    }

    private static String text(String message, String name) {
        int start = message.indexOf('"' + name + "\":\"") + name.length() + 4;
        return message.substring(start, message.indexOf('"', start));
    }

    private static long number(String message, String name) {
        int start = message.indexOf('"' + name + "\":") + name.length() + 3;
        int end = start;
        while (Character.isDigit(message.charAt(end))) {
            end++;
        }
        return Long.parseLong(message.substring(start, end));
    }
}
