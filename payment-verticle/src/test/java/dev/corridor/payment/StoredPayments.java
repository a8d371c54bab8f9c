package dev.corridor.payment;

import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.PaymentStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The payment store as one worker uses it, on an event loop of its own. */
public final class StoredPayments {
    private final Context loop;
    private final PaymentStore store;

    /** @param lease how long this worker alone may work on a payment */
    public StoredPayments(Vertx vertx, Database database, Duration lease) {
        loop = vertx.getOrCreateContext();
        store = PaymentStore.of(database, lease, Duration.ofHours(48));
    }

    public PaymentStore store() {
        return store;
    }

    /** Completes with false if the payment's idempotency key is taken. */
    public Future<Boolean> insert(Payment payment) {
        return onLoop(() -> store.writer().insert(payment, PaymentEvents.statusReached(payment)));
    }

    /** Inserts payments in one turn of the event loop: the first alone, the rest as one batch. */
    public List<Boolean> insertTogether(List<Payment> payments) {
        return onLoop(() -> Future.all(payments.stream()
                        .map(payment -> store.writer().insert(payment, PaymentEvents.statusReached(payment)))
                        .toList()))
                .await()
                .list();
    }

    /** Completes with false if another worker has changed the payment. */
    public Future<Boolean> update(Payment changed) {
        return onLoop(() -> store.writer().update(changed));
    }

    /** Leases some unfinished payments to this worker; none if there are none. */
    public List<Payment> takeUnfinished() {
        var taken = store.unfinished().take().await();
        return taken.payments().isEmpty() && taken.more() ? takeUnfinished() : taken.payments();
    }

    /** Runs work on the event loop that the store belongs to. */
    public <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(running -> work.get().onComplete(done));
        return done.future();
    }
}
