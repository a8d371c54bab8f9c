package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.wire.EncodedTick;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Client of a stream with its subscriptions. While its connection is full, only the newest tick of each pair waits and
 * older ones are dropped (conflation), so that a slow client takes a bounded amount of memory and no time of others.
 * Belongs to one event loop.
 */
public final class Subscriber {
    private static final long NOT_FULL = -1;

    private final Outlet outlet;
    private final TickHistory history;
    private final Clock clock;
    private final Counter conflated;
    private final Map<Pair, Subscription> subscriptions = new HashMap<>();
    /** Subscriptions whose next message waits for room in the connection. */
    private final Set<Subscription> blocked = new LinkedHashSet<>();
    /** Subscriptions whose next message waits for the end of their interval. */
    private final Set<Subscription> paced = new LinkedHashSet<>();
    /** Newest tick of each pair that is replaying. */
    private final Map<Pair, EncodedTick> newestOfReplaying = new HashMap<>();

    private long fullSinceMs = NOT_FULL;

    /** Connection of a client over any transport. */
    public interface Outlet {
        boolean isFull();

        /** Sends the first message of a subscription. */
        void snapshot(EncodedTick tick);

        void tick(EncodedTick tick);

        /** Sends a tick that stands for all ticks from {@code firstSeq} on. */
        void conflated(EncodedTick tick, long firstSeq);

        /** Sends the notice that ticks after a seq are no longer available; a snapshot follows. */
        void gap(Pair pair, long after);
    }

    /** @param conflated counts the ticks that were dropped for a newer one */
    Subscriber(Outlet outlet, TickHistory history, Clock clock, Counter conflated) {
        this.outlet = outlet;
        this.history = history;
        this.clock = clock;
        this.conflated = conflated;
    }

    public Set<Pair> pairs() {
        return Collections.unmodifiableSet(subscriptions.keySet());
    }

    /** Sends what waits for room. Called when the connection accepts writes again. */
    public void drained() {
        fullSinceMs = NOT_FULL;
        long now = clock.millis();
        for (var subscription : List.copyOf(blocked)) {
            if (outlet.isFull()) {
                break;
            }
            blocked.remove(subscription);
            sendNext(subscription, now);
        }
        checkFull(now);
    }

    /** Sends what waits for the end of an interval. Called every few milliseconds. */
    public void pace() {
        if (paced.isEmpty()) {
            return;
        }
        long now = clock.millis();
        var due = paced.stream().filter(subscription -> subscription.isDue(now)).toList();
        due.forEach(subscription -> sendInTurn(subscription, now));
    }

    /** Returns whether the connection has been full for at least {@code limit}. */
    public boolean isStalled(Duration limit) {
        long now = clock.millis();
        checkFull(now);
        return fullSinceMs != NOT_FULL && now - fullSinceMs >= limit.toMillis();
    }

    void subscribe(EncodedTick newest, SubscriptionTerms requested) {
        var pair = newest.tick().pair();
        unsubscribe(pair);
        var subscription = new Subscription(pair, resumable(pair, requested));
        subscriptions.put(pair, subscription);
        if (subscription.isReplaying()) {
            newestOfReplaying.put(pair, newest);
            sendInTurn(subscription, clock.millis());
        } else {
            offer(subscription, newest);
        }
    }

    /**
     * A subscription that cannot be resumed starts again with a snapshot; the client receives a {@code gap} message
     * first.
     */
    private SubscriptionTerms resumable(Pair pair, SubscriptionTerms requested) {
        if (requested.after().isPresent()
                && history.after(pair, requested.after().getAsLong(), 0).isEmpty()) {
            outlet.gap(pair, requested.after().getAsLong());
            return new SubscriptionTerms(requested.intervalMs(), OptionalLong.empty());
        }
        return requested;
    }

    void unsubscribe(Pair pair) {
        var ended = subscriptions.remove(pair);
        blocked.remove(ended);
        paced.remove(ended);
        newestOfReplaying.remove(pair);
    }

    /** @param ticks of all pairs that have ticked, in order per pair */
    void offer(Map<Pair, List<EncodedTick>> ticks) {
        for (var subscription : subscriptions.values()) {
            var ofPair = ticks.get(subscription.pair());
            if (ofPair != null) {
                ofPair.forEach(tick -> offer(subscription, tick));
            }
        }
    }

    private void offer(Subscription subscription, EncodedTick tick) {
        if (subscription.isReplaying()) {
            newestOfReplaying.put(subscription.pair(), tick);
        } else if (!subscription.hasSent(tick)) {
            long now = clock.millis();
            if (subscription.isDue(now) && blocked.isEmpty() && !outlet.isFull()) {
                if (subscription.isPaced()) {
                    paced.remove(subscription);
                }
                subscription.send(tick, outlet, now);
            } else {
                delay(subscription, tick, now);
            }
        }
    }

    private void delay(Subscription subscription, EncodedTick tick, long now) {
        if (subscription.setWaiting(tick)) {
            conflated.increment();
        }
        if (subscription.isDue(now)) {
            paced.remove(subscription);
            block(subscription, now);
        } else if (!blocked.contains(subscription)) {
            paced.add(subscription);
        }
    }

    /** Sends the next message now, or queues the subscription behind those that wait for room. */
    private void sendInTurn(Subscription subscription, long now) {
        paced.remove(subscription);
        if (blocked.isEmpty() && !outlet.isFull()) {
            sendNext(subscription, now);
        } else {
            block(subscription, now);
        }
    }

    private void sendNext(Subscription subscription, long now) {
        if (subscription.isReplaying()) {
            replay(subscription, now);
        } else {
            subscription.sendWaiting(outlet, now);
        }
    }

    private void replay(Subscription subscription, long now) {
        subscription.replay(history, newestOfReplaying.get(subscription.pair()), outlet, now);
        if (subscription.isReplaying()) {
            block(subscription, now);
        } else {
            newestOfReplaying.remove(subscription.pair());
        }
    }

    private void block(Subscription subscription, long now) {
        blocked.add(subscription);
        checkFull(now);
    }

    private void checkFull(long now) {
        if (fullSinceMs == NOT_FULL && outlet.isFull()) {
            fullSinceMs = now;
        }
    }
}
