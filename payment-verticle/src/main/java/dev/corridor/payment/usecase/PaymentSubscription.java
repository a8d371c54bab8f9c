package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.query.FeedCursor;
import dev.corridor.payment.store.CommittedBatches;
import dev.corridor.payment.store.PaymentFeed;
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
    private CommittedBatches.Settled settled;
    private boolean closed;

    private record Seen(long version, long position) {}

    private record Waiting(Payment payment, FeedCursor cursor) {}

    PaymentSubscription(String userId, PaymentSubscriber subscriber) {
        this.userId = userId;
        this.subscriber = subscriber;
    }

    String userId() {
        return userId;
    }

    /** The position up to which all changes have been accepted. */
    CommittedBatches.Settled settled() {
        return settled;
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

    /** Accepts a change, unless it was accepted before. @param cursor the cursor that a client may resume from after it */
    void accept(PaymentFeed.Change change, FeedCursor cursor) {
        var payment = change.payment();
        var before = seen.get(payment.id());
        boolean isOld = settled != null && change.position() <= settled.position();
        if (closed || isOld || before != null && before.version() >= payment.version()) {
            return;
        }
        seen.put(payment.id(), new Seen(payment.version(), change.position()));
        if (waiting.remove(payment.id()) != null || reserve()) {
            waiting.put(payment.id(), new Waiting(payment, cursor));
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
            subscriber.send(first.payment(), first.cursor().text());
        }
    }

    /** Notes that all changes up to a position have been accepted, so that they are not expected again. */
    void settle(CommittedBatches.Settled reached) {
        settled = reached;
        seen.values().removeIf(version -> version.position() <= reached.position());
    }
}
