package dev.corridor.forex.live;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.domain.Tick;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes every tick to the subscribers of its pair on this event loop. Belongs to one verticle. */
public final class Broadcast {
    private final Map<Pair, Set<Subscription>> subscriptions = new HashMap<>();
    private final Counter joined;
    private final Counter left;
    private final Counter conflated;

    private final TickHistory history;
    private final Clock clock;

    public Broadcast(TickHistory history, Clock clock, MeterRegistry metrics) {
        this.history = history;
        this.clock = clock;
        joined = metrics.counter("corridor.forex.subscribers.joined");
        left = metrics.counter("corridor.forex.subscribers.left");
        conflated = metrics.counter("corridor.forex.ticks.conflated");
    }

    /** A new client, with no subscriptions yet. */
    public Subscriber join(Subscriber.Outlet outlet) {
        joined.increment();
        return new Subscriber(outlet, history, clock, conflated);
    }

    /** The client has gone. */
    public void leave(Subscriber subscriber) {
        left.increment();
        List.copyOf(subscriber.pairs()).forEach(pair -> unsubscribe(subscriber, pair));
    }

    public void publish(Tick tick) {
        var interested = subscriptions.get(tick.pair());
        if (interested != null) {
            var frame = new TickFrame(tick);
            interested.forEach(subscription -> subscription.subscriber().offer(subscription, frame));
        }
    }

    /**
     * From now on the subscriber gets that pair: {@code latest} as its snapshot, or what it has missed, then every tick or as
     * often as it wants.
     */
    public void subscribe(Subscriber subscriber, Tick latest, SubscriptionTerms terms) {
        unsubscribe(subscriber, latest.pair());
        var subscription = subscriber.open(new TickFrame(latest), terms);
        subscriptions
                .computeIfAbsent(latest.pair(), pair -> new LinkedHashSet<>())
                .add(subscription);
    }

    public void unsubscribe(Subscriber subscriber, Pair pair) {
        subscriber
                .close(pair)
                .ifPresent(ended -> subscriptions.computeIfPresent(pair, (same, interested) -> {
                    interested.remove(ended);
                    return interested.isEmpty() ? null : interested;
                }));
    }
}
