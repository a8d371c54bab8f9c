package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionLimit;
import dev.corridor.forex.stream.usecase.SubscriptionTerms;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import java.util.Map;
import java.util.OptionalLong;

/** Subscriptions of one WebSocket client to ticks. Belongs to one event loop. */
final class TickSubscriptions {
    private final Broadcast broadcast;
    private final Subscriber subscriber;
    private final SubscriptionLimit limit;
    private final OpenStream stream;

    TickSubscriptions(Broadcast broadcast, Subscriber.Outlet outlet, SubscriptionLimit limit, OpenStream stream) {
        this.broadcast = broadcast;
        this.subscriber = broadcast.join(outlet);
        this.limit = limit;
        this.stream = stream;
    }

    /** @throws Problem too_many_subscriptions; overloaded when there is no memory for them */
    void reserve(PairSelection selection) {
        long added = selection.ticks().stream()
                .filter(latest -> !subscriber.has(latest.pair()))
                .count();
        limit.requireRoom(subscriber.size(), added);
        stream.hold(added * Subscriber.SUBSCRIPTION_BYTES);
    }

    /** @param after pair -> the last seq that the client has, in {@code epoch} */
    void add(PairSelection selection, int intervalMs, String epoch, Map<String, Long> after) {
        broadcast.subscribe(subscriber, selection.ticks(), pair -> {
            var seq = after.get(pair.toString());
            var last = seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
            return new SubscriptionTerms(intervalMs, epoch, last);
        });
    }

    void remove(PairSelection selection) {
        int before = subscriber.size();
        selection.ticks().forEach(latest -> broadcast.unsubscribe(subscriber, latest.pair()));
        stream.release((before - subscriber.size()) * Subscriber.SUBSCRIPTION_BYTES);
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
}
