package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.wire.EncodedTick;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Broadcast of every tick to the subscribers of its pair on this event loop. Belongs to one verticle. */
public final class Broadcast {
    /**
     * Subscribers served in one turn of the event loop. All writes of a turn are flushed at its end, one flush for each
     * connection, and take memory until then; other work on this event loop waits no longer than a turn.
     */
    private static final int SUBSCRIBERS_PER_TURN = 64;

    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final TickHistory history;
    private final Executor turns;
    private final Clock clock;
    private final Counter joined;
    private final Counter left;
    private final Counter conflated;

    /** @param turns runs a task in a later turn of the event loop */
    public Broadcast(TickHistory history, Executor turns, Clock clock, MeterRegistry metrics) {
        this.history = history;
        this.turns = turns;
        this.clock = clock;
        joined = metrics.counter("corridor.forex.subscribers.joined");
        left = metrics.counter("corridor.forex.subscribers.left");
        conflated = metrics.counter("corridor.forex.ticks.conflated");
    }

    /** Adds a client that has no subscriptions yet. */
    public Subscriber join(Subscriber.Outlet outlet) {
        joined.increment();
        var subscriber = new Subscriber(outlet, history, clock, conflated);
        subscribers.add(subscriber);
        return subscriber;
    }

    /** Removes a client whose connection has ended. */
    public void leave(Subscriber subscriber) {
        left.increment();
        subscribers.remove(subscriber);
    }

    /**
     * Sends ticks to all subscribers, some in each turn. A subscriber that leaves meanwhile receives nothing more.
     *
     * @param ticks in order per pair
     * @param done run when every subscriber has them
     */
    public void publish(Map<Pair, List<Tick>> ticks, Runnable done) {
        var encoded = new HashMap<Pair, List<EncodedTick>>(ticks.size() * 2);
        ticks.forEach((pair, ofPair) ->
                encoded.put(pair, ofPair.stream().map(EncodedTick::new).toList()));
        publish(encoded, List.copyOf(subscribers).iterator(), done);
    }

    private void publish(Map<Pair, List<EncodedTick>> ticks, Iterator<Subscriber> remaining, Runnable done) {
        for (int i = 0; i < SUBSCRIBERS_PER_TURN && remaining.hasNext(); i++) {
            var next = remaining.next();
            if (subscribers.contains(next)) {
                next.offer(ticks);
            }
        }
        turns.execute(remaining.hasNext() ? () -> publish(ticks, remaining, done) : done);
    }

    /** Subscribes to a pair: first the missed ticks, or {@code latest} as a snapshot; then ticks as the terms say. */
    public void subscribe(Subscriber subscriber, Tick latest, SubscriptionTerms terms) {
        subscriber.subscribe(new EncodedTick(latest), terms);
    }

    public void unsubscribe(Subscriber subscriber, Pair pair) {
        subscriber.unsubscribe(pair);
    }
}
