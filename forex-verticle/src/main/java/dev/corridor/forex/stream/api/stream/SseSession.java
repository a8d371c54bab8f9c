package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.wire.AlertsJson;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.forex.stream.wire.EventCursor;
import dev.corridor.forex.stream.wire.StreamMessages;
import dev.corridor.forex.stream.wire.TickEvents;
import dev.corridor.kit.sse.ServerEvents;
import java.util.Collection;

/**
 * Session of one client of {@code GET /rates/stream}. The id of an event is the client's cursor, so that an EventSource
 * that reconnects resumes by itself. Belongs to one event loop.
 */
final class SseSession implements Subscriber.Outlet {
    private final ServerEvents events;
    private final Broadcast broadcast;
    private final String subject;
    private final Subscriber subscriber;
    private final EventCursor sent = new EventCursor();

    SseSession(ServerEvents events, Broadcast broadcast, String subject) {
        this.events = events;
        this.subject = subject;
        this.broadcast = broadcast;
        this.subscriber = broadcast.join(this);
        events.onDrain(subscriber::drained);
    }

    void begin(Collection<Tick> latest, int intervalMs, EventCursor cursor) {
        broadcast.subscribe(subscriber, latest, pair -> {
            var after = cursor.after(pair);
            after.ifPresent(seq -> sent.advance(pair, cursor.epoch(), seq));
            return new SubscriptionTerms(intervalMs, cursor.epoch(), after);
        });
    }

    void left() {
        broadcast.leave(subscriber);
    }

    void end() {
        events.stream().shutDown();
    }

    void heartbeat() {
        events.heartbeat();
    }

    /** Sends a triggered alert if the client is its owner. */
    void alert(Alert alert) {
        if (alert.owner().equals(subject) && !isFull()) {
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
    public void snapshot(EncodedTick tick) {
        send("snapshot", tick, TickEvents.snapshot(tick));
    }

    @Override
    public void tick(EncodedTick tick) {
        send("tick", tick, TickEvents.tick(tick));
    }

    @Override
    public void conflated(EncodedTick tick, long firstSeq) {
        send("tick", tick, TickEvents.conflated(tick, firstSeq));
    }

    @Override
    public void gap(Pair pair, long after) {
        events.send("gap", StreamMessages.gap(pair, after).encode());
    }

    private void send(String event, EncodedTick tick, String data) {
        sent.advance(tick.tick().pair(), tick.epoch(), tick.tick().seq());
        events.send(event, sent.toString(), data);
    }
}
