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
 * One subscriber of a crowd, who notices when the numbers of a pair do not follow each other. Reads messages by their places, as
 * a thousand that parsed JSON would be slower than the service. Belongs to one event loop.
 */
final class LoadSubscriber {
    private static final long NOTHING_YET = -1;

    private final WebSocket socket;
    private final LoadStatistics tally;
    private final Map<String, Long> seqs = new HashMap<>();
    private final Promise<Short> closed = Promise.promise();
    private volatile Map<String, Long> awaited = Map.of();
    private volatile Promise<Void> caughtUp = Promise.promise();

    private LoadSubscriber(WebSocket socket, List<String> pairs, LoadStatistics tally) {
        this.socket = socket;
        this.tally = tally;
        pairs.forEach(pair -> seqs.put(pair, NOTHING_YET));
        socket.closeHandler(ended -> closed.tryComplete(socket.closeStatusCode()));
        socket.textMessageHandler(this::take);
    }

    /** To be called on the socket's event loop. */
    static Future<LoadSubscriber> subscribe(WebSocket socket, List<String> pairs, LoadStatistics tally) {
        var member = new LoadSubscriber(socket, pairs, tally);
        return socket.writeTextMessage(
                        new JsonObject().put("subscribe", new JsonArray(pairs)).encode())
                .map(member);
    }

    private void take(String message) {
        if (message.startsWith("{\"type\":\"snapshot\"")) {
            seqs.put(text(message, "pair"), number(message, "seq"));
        } else if (message.startsWith("{\"type\":\"tick\"")) {
            tick(message);
        } else if (message.startsWith("{\"type\":\"gap\"") || message.startsWith("{\"type\":\"error\"")) {
            tally.broken(message);
        }
    }

    private void tick(String message) {
        String pair = text(message, "pair");
        long seq = number(message, "seq");
        long first = message.contains("\"first_seq\"") ? number(message, "first_seq") : seq;
        Long known = seqs.put(pair, seq);
        if (known == null || first != known + 1 || seq < first) {
            tally.broken("after " + known + ": " + message);
        }
        long delayMs = System.currentTimeMillis()
                - Instant.parse(text(message, "time")).toEpochMilli();
        tally.heard(pair, seq, seq - first + 1, delayMs);
        if (!awaited.isEmpty() && hasAll(awaited)) {
            awaited = Map.of();
            caughtUp.tryComplete();
        }
    }

    /** Completes when it has heard that much of each of its pairs among them. */
    Future<Void> hears(Map<String, Long> newest) {
        caughtUp = Promise.promise();
        awaited = newest;
        return caughtUp.future();
    }

    private boolean hasAll(Map<String, Long> newest) {
        var fewer = newest.size() < seqs.size() ? newest.keySet() : seqs.keySet();
        return fewer.stream()
                .allMatch(pair -> seqs.getOrDefault(pair, Long.MAX_VALUE) >= newest.getOrDefault(pair, NOTHING_YET));
    }

    /** Reads nothing more from the network until told to. */
    void stall() {
        socket.pause();
    }

    void recover() {
        socket.resume();
    }

    /** Completes with the status code that it is closed with. */
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
