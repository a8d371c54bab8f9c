package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Broadcast of every tick to the subscribers of its pair on this event loop. Belongs to one verticle. */
public final class Broadcast {
    /**
     * Subscribers served in one turn of the event loop. All writes of a turn are flushed at its end, one flush for each
     * connection, and take memory until then; other work on this event loop waits no longer than a turn.
     */
    private static final int SUBSCRIBERS_PER_TURN = 64;

    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final TickBoard board;
    private final TickHistory history;
    private final Executor turns;
    private final Clock clock;
    private final Counter joined;
    private final Counter left;
    private final Counter conflated;

    /** @param turns runs a task in a later turn of the event loop */
    public Broadcast(TickHistory history, Executor turns, Clock clock, MeterRegistry metrics) {
        this.history = history;
        this.board = new TickBoard(history);
        this.turns = turns;
        this.clock = clock;
        joined = metrics.counter("corridor.forex.subscribers.joined");
        left = metrics.counter("corridor.forex.subscribers.left");
        conflated = metrics.counter("corridor.forex.ticks.conflated");
    }

    /** Adds a client that has no subscriptions yet. */
    public Subscriber join(Subscriber.Outlet outlet) {
        joined.increment();
        var subscriber = new Subscriber(outlet, board, history, clock, conflated);
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
        ticks.forEach(board::publish);
        publish(List.copyOf(subscribers).iterator(), done);
    }

    private void publish(Iterator<Subscriber> remaining, Runnable done) {
        for (int i = 0; i < SUBSCRIBERS_PER_TURN && remaining.hasNext(); i++) {
            var next = remaining.next();
            if (subscribers.contains(next)) {
                next.send();
            }
        }
        turns.execute(remaining.hasNext() ? () -> publish(remaining, done) : done);
    }

    /**
     * Subscribes to pairs: first the missed ticks, or the latest as a snapshot; then ticks as the terms say. Nothing is
     * sent while the connection is full.
     *
     * @param latest the latest tick of each pair
     */
    public void subscribe(Subscriber subscriber, Collection<Tick> latest, Function<Pair, SubscriptionTerms> terms) {
        latest.forEach(tick -> subscriber.subscribe(tick, terms.apply(tick.pair())));
        subscriber.send();
    }

    public void unsubscribe(Subscriber subscriber, Pair pair) {
        subscriber.unsubscribe(pair);
    }
}
