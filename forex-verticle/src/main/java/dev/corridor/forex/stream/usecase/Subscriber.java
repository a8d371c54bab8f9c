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
 * One client's subscriptions. While its connection takes no more, the newest tick per pair waits for it and older ones are
 * dropped, so that a slow client costs a bounded amount of memory and nobody else's time. Belongs to one event loop.
 */
public final class Subscriber {
    private static final long NOT_FULL = -1;

    private final Outlet outlet;
    private final TickHistory history;
    private final Clock clock;
    private final Counter conflated;
    private final Map<Pair, Subscription> subscriptions = new HashMap<>();
    /** Those that wait for room. */
    private final Set<Subscription> held = new LinkedHashSet<>();
    /** Those that wait for their interval to pass. */
    private final Set<Subscription> paced = new LinkedHashSet<>();

    private final Map<Pair, EncodedTick> newestOfReplaying = new HashMap<>();
    private long fullSinceMs = NOT_FULL;

    /** A client's connection, whatever it speaks. */
    public interface Outlet {
        boolean isFull();

        /** The first message of a subscription. */
        void snapshot(EncodedTick frame);

        void tick(EncodedTick frame);

        /** A tick that also stands for those before it that were left out, from {@code firstSeq} on. */
        void conflated(EncodedTick frame, long firstSeq);

        /** What came after that seq can't be told any more; a snapshot follows. */
        void gap(Pair pair, long after);
    }

    /** @param conflated counts the ticks that were dropped because a newer one came first */
    Subscriber(Outlet outlet, TickHistory history, Clock clock, Counter conflated) {
        this.outlet = outlet;
        this.history = history;
        this.clock = clock;
        this.conflated = conflated;
    }

    public Set<Pair> pairs() {
        return Collections.unmodifiableSet(subscriptions.keySet());
    }

    /** To be called when the connection takes more again. */
    public void drained() {
        fullSinceMs = NOT_FULL;
        long now = clock.millis();
        for (var subscription : List.copyOf(held)) {
            if (outlet.isFull()) {
                break;
            }
            held.remove(subscription);
            tell(subscription, now);
        }
        noticeFull(now);
    }

    /** To be called every few milliseconds: sends what has waited for its interval. */
    public void pace() {
        if (paced.isEmpty()) {
            return;
        }
        long now = clock.millis();
        var due = paced.stream().filter(subscription -> subscription.isDue(now)).toList();
        due.forEach(subscription -> tellInTurn(subscription, now));
    }

    /** Whether nothing at all could be sent for so long. */
    public boolean isStalled(Duration tooLong) {
        long now = clock.millis();
        noticeFull(now);
        return fullSinceMs != NOT_FULL && now - fullSinceMs >= tooLong.toMillis();
    }

    void open(EncodedTick newest, SubscriptionTerms asked) {
        var pair = newest.tick().pair();
        close(pair);
        var subscription = new Subscription(pair, resumable(pair, asked));
        subscriptions.put(pair, subscription);
        if (subscription.isReplaying()) {
            newestOfReplaying.put(pair, newest);
            tellInTurn(subscription, clock.millis());
        } else {
            offer(subscription, newest);
        }
    }

    /** What can't be gone on with begins anew, and the client is told. */
    private SubscriptionTerms resumable(Pair pair, SubscriptionTerms asked) {
        if (asked.after().isPresent()
                && history.after(pair, asked.after().getAsLong(), 0).isEmpty()) {
            outlet.gap(pair, asked.after().getAsLong());
            return new SubscriptionTerms(asked.intervalMs(), OptionalLong.empty());
        }
        return asked;
    }

    void close(Pair pair) {
        var ended = subscriptions.remove(pair);
        held.remove(ended);
        paced.remove(ended);
        newestOfReplaying.remove(pair);
    }

    /** @param frames of all pairs that have ticked, in order per pair */
    void offer(Map<Pair, List<EncodedTick>> frames) {
        for (var subscription : subscriptions.values()) {
            var ofPair = frames.get(subscription.pair());
            if (ofPair != null) {
                ofPair.forEach(frame -> offer(subscription, frame));
            }
        }
    }

    private void offer(Subscription subscription, EncodedTick frame) {
        if (subscription.isReplaying()) {
            newestOfReplaying.put(subscription.pair(), frame);
        } else if (!subscription.hasSeen(frame)) {
            long now = clock.millis();
            if (subscription.isDue(now) && held.isEmpty() && !outlet.isFull()) {
                if (subscription.isPaced()) {
                    paced.remove(subscription);
                }
                subscription.send(frame, outlet, now);
            } else {
                hold(subscription, frame, now);
            }
        }
    }

    private void hold(Subscription subscription, EncodedTick frame, long now) {
        if (subscription.hold(frame)) {
            conflated.increment();
        }
        if (subscription.isDue(now)) {
            paced.remove(subscription);
            held.add(subscription);
            noticeFull(now);
        } else if (!held.contains(subscription)) {
            paced.add(subscription);
        }
    }

    /** Behind those that wait for room, if there are any. */
    private void tellInTurn(Subscription subscription, long now) {
        paced.remove(subscription);
        if (held.isEmpty() && !outlet.isFull()) {
            tell(subscription, now);
        } else {
            held.add(subscription);
            noticeFull(now);
        }
    }

    private void tell(Subscription subscription, long now) {
        if (subscription.isReplaying()) {
            replay(subscription, now);
        } else {
            subscription.sendWaiting(outlet, now);
        }
    }

    private void replay(Subscription subscription, long now) {
        subscription.replay(history, newestOfReplaying.get(subscription.pair()), outlet, now);
        if (subscription.isReplaying()) {
            held.add(subscription);
            noticeFull(now);
        } else {
            newestOfReplaying.remove(subscription.pair());
        }
    }

    private void noticeFull(long now) {
        if (fullSinceMs == NOT_FULL && outlet.isFull()) {
            fullSinceMs = now;
        }
    }
}
