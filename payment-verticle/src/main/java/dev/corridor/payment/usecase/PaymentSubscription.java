package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.store.PaymentFeed;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One user's subscription to their own payments. A change that was sent is not sent again. While the subscriber is
 * slow, changes are conflated: each payment waits with its newest state only.
 */
public final class PaymentSubscription {
    private static final int MAX_WAITING = 1_000;
    /** Memory of a payment that waits to be sent. */
    private static final long PAYMENT_BYTES = 1_500;

    private final String userId;
    private final PaymentSubscriber subscriber;
    private final Map<UUID, Seen> seen = new HashMap<>();
    private final Map<UUID, Waiting> waiting = new LinkedHashMap<>();
    private Instant ignoredUntil = Instant.MIN;
    private boolean closed;

    private record Seen(long version, Instant at) {}

    private record Waiting(Payment payment, String cursor) {}

    PaymentSubscription(String userId, PaymentSubscriber subscriber) {
        this.userId = userId;
        this.subscriber = subscriber;
    }

    String userId() {
        return userId;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    void end() {
        subscriber.end();
    }

    void sendGap() {
        subscriber.sendGap();
    }

    /** Ignores changes before {@code then}, which the feed may return because its reader goes back in time. */
    void ignoreUntil(Instant then) {
        ignoredUntil = then;
    }

    void accept(PaymentFeed.Change change) {
        var payment = change.payment();
        var before = seen.get(payment.id());
        if (closed || change.at().isBefore(ignoredUntil) || before != null && before.version() >= payment.version()) {
            return;
        }
        seen.put(payment.id(), new Seen(payment.version(), change.at()));
        if (waiting.remove(payment.id()) != null || reserve()) {
            waiting.put(payment.id(), new Waiting(payment, PaymentSubscriptions.cursor(change.at())));
            drain();
        } else {
            end();
        }
    }

    /** @return false when too much waits: the stream ends, and its client continues from its cursor */
    private boolean reserve() {
        try {
            subscriber.stream().hold(PAYMENT_BYTES);
            return waiting.size() < MAX_WAITING;
        } catch (Problem overloaded) {
            return false;
        }
    }

    /** Sends waiting changes until the subscriber is full. */
    public void drain() {
        var next = waiting.values().iterator();
        while (next.hasNext() && !subscriber.isFull()) {
            var first = next.next();
            next.remove();
            subscriber.stream().release(PAYMENT_BYTES);
            subscriber.send(first.payment(), first.cursor());
        }
    }

    /** Forgets versions that the feed will not return again. */
    void forgetBefore(Instant then) {
        seen.values().removeIf(version -> version.at().isBefore(then));
    }
}
