package dev.corridor.payment;

import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Payments;
import dev.corridor.payment.store.Refunds;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** The tables of payments as one worker sees them, on an event loop of their own. */
public final class StoredPayments {
    private final Context loop;
    private final Payments payments;
    private final Refunds refunds;
    private final IdempotencyKeys keys;
    private final PaymentWriter writer;

    /** @param lease how long a payment is left to who wrote it last */
    public StoredPayments(Vertx vertx, Database database, Duration lease) {
        loop = vertx.getOrCreateContext();
        payments = new Payments(database, lease);
        refunds = new Refunds(database);
        keys = new IdempotencyKeys(database, Duration.ofHours(48));
        writer = new PaymentWriter(database, payments, refunds, keys);
    }

    public Payments payments() {
        return payments;
    }

    public Refunds refunds() {
        return refunds;
    }

    public IdempotencyKeys keys() {
        return keys;
    }

    public PaymentWriter writer() {
        return writer;
    }

    /** False: its idempotency key is taken. */
    public Future<Boolean> insert(Payment payment) {
        return onLoop(() -> writer.insert(payment, PaymentEvents.statusReached(payment)));
    }

    /** False: somebody else changed it meanwhile. */
    public Future<Boolean> update(Payment changed) {
        return onLoop(() -> writer.update(changed));
    }

    /** What belongs to one event loop is used on it. */
    public <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(running -> work.get().onComplete(done));
        return done.future();
    }
}
