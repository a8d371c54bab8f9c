package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionLimit;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.kit.error.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** Subscriptions of one WebSocket client to ticks. Belongs to one event loop. */
final class TickSubscriptions {
    private final Broadcast broadcast;
    private final Subscriber subscriber;
    private final SubscriptionLimit limit;

    TickSubscriptions(Broadcast broadcast, Subscriber.Outlet outlet, SubscriptionLimit limit) {
        this.broadcast = broadcast;
        this.subscriber = broadcast.join(outlet);
        this.limit = limit;
    }

    /** @throws Problem too_many_subscriptions */
    void requireRoom(PairSelection selection) {
        long added = selection.ticks().stream()
                .filter(latest -> !subscriber.pairs().contains(latest.pair()))
                .count();
        limit.requireRoom(selection, subscriber.pairs().size(), added);
    }

    /** @param after pair -> the last seq that the client has */
    void add(PairSelection selection, int intervalMs, Map<String, Long> after) {
        selection.ticks().forEach(latest -> {
            var seq = after.get(latest.pair().toString());
            var last = seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
            broadcast.subscribe(subscriber, latest, new SubscriptionTerms(intervalMs, last));
        });
    }

    void remove(PairSelection selection) {
        selection.ticks().forEach(latest -> broadcast.unsubscribe(subscriber, latest.pair()));
    }

    void removeAll() {
        broadcast.leave(subscriber);
    }

    void drained() {
        subscriber.drained();
    }

    void pace() {
        subscriber.pace();
    }

    boolean isStalled(Duration limit) {
        return subscriber.isStalled(limit);
    }
}
