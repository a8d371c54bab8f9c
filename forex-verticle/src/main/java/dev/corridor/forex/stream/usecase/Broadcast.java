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

/** Takes every tick to the subscribers of its pair on this event loop. Belongs to one verticle. */
public final class Broadcast {
    /**
     * Subscribers told in one turn of the event loop. What is written in a turn leaves at its end, each connection's together, and
     * takes memory until then; also, whoever else waits for this event loop waits no longer than a turn.
     */
    private static final int TOLD_A_TURN = 64;

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

    /** A new client, with no subscriptions yet. */
    public Subscriber join(Subscriber.Outlet outlet) {
        joined.increment();
        var subscriber = new Subscriber(outlet, history, clock, conflated);
        subscribers.add(subscriber);
        return subscriber;
    }

    /** The client has gone. */
    public void leave(Subscriber subscriber) {
        left.increment();
        subscribers.remove(subscriber);
    }

    /**
     * Tells every subscriber, some in each turn; who leaves meanwhile is told nothing any more.
     *
     * @param ticks in order per pair
     * @param told run when all have been told
     */
    public void publish(Map<Pair, List<Tick>> ticks, Runnable told) {
        var frames = new HashMap<Pair, List<EncodedTick>>(ticks.size() * 2);
        ticks.forEach((pair, ofPair) ->
                frames.put(pair, ofPair.stream().map(EncodedTick::new).toList()));
        tell(frames, List.copyOf(subscribers).iterator(), told);
    }

    private void tell(Map<Pair, List<EncodedTick>> frames, Iterator<Subscriber> remaining, Runnable told) {
        for (int i = 0; i < TOLD_A_TURN && remaining.hasNext(); i++) {
            var next = remaining.next();
            if (subscribers.contains(next)) {
                next.offer(frames);
            }
        }
        turns.execute(remaining.hasNext() ? () -> tell(frames, remaining, told) : told);
    }

    /**
     * From now on the subscriber gets that pair: {@code latest} as its snapshot, or what it has missed, then every tick or as
     * often as it wants.
     */
    public void subscribe(Subscriber subscriber, Tick latest, SubscriptionTerms terms) {
        subscriber.open(new EncodedTick(latest), terms);
    }

    public void unsubscribe(Subscriber subscriber, Pair pair) {
        subscriber.close(pair);
    }
}
