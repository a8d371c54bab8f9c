package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import java.time.Duration;

/** The tables of the payment service, as one verticle uses them. */
public record PaymentStore(
        Database database,
        Payments payments,
        UnfinishedPayments unfinished,
        Refunds refunds,
        IdempotencyKeys keys,
        PaymentWriter writer,
        PaymentFeed feed,
        CommittedBatches batches) {

    /**
     * @param lease how long a worker alone may work on a payment between two writes
     * @param keyTtl how long repeats of an idempotent request are replayed
     */
    public static PaymentStore of(Database database, Duration lease, Duration keyTtl) {
        var payments = new Payments(database);
        var refunds = new Refunds(database);
        var keys = new IdempotencyKeys(database, keyTtl);
        return new PaymentStore(
                database,
                payments,
                new UnfinishedPayments(database, payments, lease),
                refunds,
                keys,
                new PaymentWriter(database, new PaymentInsert(lease, keyTtl), new PaymentUpdate(lease), refunds, keys),
                new PaymentFeed(database, payments),
                new CommittedBatches(database));
    }
}
