package dev.corridor.payment.usecase;

import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.store.PaymentFeed;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody who follows their own payments. What has been told is not told again; what can't be written yet waits, a payment's newest
 * state in the place of the one before.
 */
public final class PaymentSubscriber {
    private static final int MOST_WAITING = 10_000;

    private final String person;
    private final PaymentSubscriptions.Outlet outlet;
    private final Map<UUID, Seen> told = new HashMap<>();
    private final Map<UUID, Waiting> waiting = new LinkedHashMap<>();
    private Instant ignored = Instant.MIN;
    private boolean left;

    private record Seen(long version, Instant at) {}

    private record Waiting(Payment payment, String cursor) {}

    PaymentSubscriber(String person, PaymentSubscriptions.Outlet outlet) {
        this.person = person;
        this.outlet = outlet;
    }

    String person() {
        return person;
    }

    boolean hasLeft() {
        return left;
    }

    void leave() {
        left = true;
        waiting.clear();
    }

    void end() {
        outlet.end();
    }

    void gap() {
        outlet.gap();
    }

    /** What happened before it came is not for it, though it may be read once more. */
    void ignoreUntil(Instant then) {
        ignored = then;
    }

    void see(PaymentFeed.Change change) {
        var payment = change.payment();
        var before = told.get(payment.id());
        if (left || change.at().isBefore(ignored) || before != null && before.version() >= payment.version()) {
            return;
        }
        told.put(payment.id(), new Seen(payment.version(), change.at()));
        waiting.remove(payment.id());
        waiting.put(payment.id(), new Waiting(payment, PaymentSubscriptions.cursor(change.at())));
        drain();
        if (waiting.size() > MOST_WAITING) {
            end();
        }
    }

    /** Writes what waits, as long as there is room. */
    public void drain() {
        var next = waiting.values().iterator();
        while (next.hasNext() && !outlet.isFull()) {
            var first = next.next();
            next.remove();
            outlet.tell(first.payment(), first.cursor());
        }
    }

    /** Nothing that old is read again. */
    void forgetBefore(Instant then) {
        told.values().removeIf(seen -> seen.at().isBefore(then));
    }
}
