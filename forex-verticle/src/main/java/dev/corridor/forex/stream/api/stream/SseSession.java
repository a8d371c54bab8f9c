package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.wire.AlertsJson;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.forex.stream.wire.TickEvents;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sse.ServerEvents;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * One client of {@code GET /rates/stream}. An event's id is its position in all of its pairs, {@code USD/EUR:41,GBP/USD:7}: an
 * EventSource that reconnects sends it back by itself, and goes on where it was.
 */
final class SseSession implements Subscriber.Outlet {
    private final ServerEvents events;
    private final Broadcast broadcast;
    private final String owner;
    private final Subscriber subscriber;
    private final Map<Pair, Long> told = new LinkedHashMap<>();

    SseSession(ServerEvents events, Broadcast broadcast, String owner) {
        this.events = events;
        this.owner = owner;
        this.broadcast = broadcast;
        this.subscriber = broadcast.join(this);
        events.onDrain(subscriber::drained);
    }

    /** What a client has that sends that id; nothing of what is not understood. */
    static Map<Pair, Long> position(String lastEventId) {
        var position = new LinkedHashMap<Pair, Long>();
        for (var part : lastEventId.split(",")) {
            try {
                int colon = part.indexOf(':');
                position.put(
                        Pair.parse(part.substring(0, Math.max(0, colon))), Long.parseLong(part.substring(colon + 1)));
            } catch (Problem | NumberFormatException notOurs) {
                // whoever sends another's id starts with a snapshot
                position.clear();
            }
        }
        return position;
    }

    void begin(Collection<Tick> latest, int intervalMs, Map<Pair, Long> after) {
        latest.forEach(tick -> {
            var seq = after.get(tick.pair());
            var last = seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
            told.putAll(seq == null ? Map.of() : Map.of(tick.pair(), seq));
            broadcast.subscribe(subscriber, tick, new SubscriptionTerms(intervalMs, last));
        });
    }

    void left() {
        broadcast.leave(subscriber);
    }

    void end() {
        events.end();
    }

    void heartbeat() {
        if (!isFull()) {
            events.heartbeat();
        }
    }

    /** Its owner's are told. */
    void alert(Alert alert) {
        if (alert.owner().equals(owner) && !isFull()) {
            events.send("alert", AlertsJson.message(alert).encode());
        }
    }

    void pace() {
        subscriber.pace();
    }

    @Override
    public boolean isFull() {
        return events.isFull();
    }

    @Override
    public void snapshot(EncodedTick frame) {
        send("snapshot", frame, TickEvents.snapshot(frame));
    }

    @Override
    public void tick(EncodedTick frame) {
        send("tick", frame, TickEvents.tick(frame));
    }

    @Override
    public void conflated(EncodedTick frame, long firstSeq) {
        send("tick", frame, TickEvents.conflated(frame, firstSeq));
    }

    @Override
    public void gap(Pair pair, long after) {
        events.send(
                "gap",
                new JsonObject()
                        .put("type", "gap")
                        .put("pair", pair.toString())
                        .put("after", after)
                        .encode());
    }

    private void send(String event, EncodedTick frame, String text) {
        told.put(frame.tick().pair(), frame.tick().seq());
        events.send(event, position(), text);
    }

    private String position() {
        return told.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
