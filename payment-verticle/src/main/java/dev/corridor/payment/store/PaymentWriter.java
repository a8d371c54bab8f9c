package dev.corridor.payment.store;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.IdempotentRequest;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/** Writes payments with their events: those that arrive together by one statement. Belongs to one verticle. */
public final class PaymentWriter {
    private final Database database;
    private final PaymentStatements statements;
    private final Refunds refunds;
    private final IdempotencyKeys keys;
    private final Batches added;
    private final Batches changed;

    /** What became of a change that takes an idempotency key. */
    public enum Written {
        DONE,
        /** The key was used before. */
        KEY_TAKEN,
        /** Somebody else has changed the payment meanwhile. */
        OVERTAKEN
    }

    public PaymentWriter(Database database, Payments payments, Refunds refunds, IdempotencyKeys keys) {
        this.database = database;
        this.statements = new PaymentStatements(payments.leaseSeconds(), keys.keptSeconds());
        this.refunds = refunds;
        this.keys = keys;
        this.added = new Batches(batch -> database.statement(client -> statements.add(client, batch)));
        this.changed = new Batches(batch -> database.statement(client -> statements.change(client, batch)));
    }

    /** Adds a new payment, leased to who adds it. False: its idempotency key is taken. */
    public Future<Boolean> insert(Payment payment, OutboxEvent event) {
        return write(added, new PaymentWrite(payment, Optional.of(event)));
    }

    /** Writes a changed payment over the version before it. False: somebody else changed it meanwhile. */
    public Future<Boolean> update(Payment payment) {
        return write(changed, new PaymentWrite(payment, Optional.empty()));
    }

    /** As {@link #update(Payment)}, and the event of it. */
    public Future<Boolean> update(Payment payment, OutboxEvent event) {
        return write(changed, new PaymentWrite(payment, Optional.of(event)));
    }

    /** As {@link #update(Payment, OutboxEvent)}; the key under which the payment was asked for is free again. */
    public Future<Boolean> updateAndFree(Payment payment, Optional<IdempotentRequest> key, OutboxEvent event) {
        var freed = key.map(use -> new IdempotencyKeys.Freed(use.caller(), use.key(), payment.id()));
        return update(payment, Optional.empty(), freed, Optional.of(event));
    }

    /** Takes the key, if there is one, and writes what was asked for under it: all or nothing. */
    public Future<Written> order(
            Optional<IdempotentRequest> key,
            IdempotencyRecord.Operation operation,
            Payment payment,
            Optional<Refund> refund,
            Optional<OutboxEvent> event) {
        var taking = key.map(use -> new IdempotencyKeys.Taking(use, operation, payment.id(), refund.map(Refund::id)));
        return database.transaction(connection -> take(connection, taking)
                        .compose(taken -> taken
                                ? change(connection, payment, refund, event).map(Written.DONE)
                                : Future.succeededFuture(Written.KEY_TAKEN)))
                .recover(failure -> isOvertaken(failure)
                        ? Future.succeededFuture(Written.OVERTAKEN)
                        : Future.failedFuture(unknown(failure)));
    }

    /** Writes a payment with its refund. False: somebody else changed them meanwhile. */
    public Future<Boolean> update(
            Payment payment, Refund refund, Optional<IdempotencyKeys.Freed> freed, Optional<OutboxEvent> event) {
        return update(payment, Optional.of(refund), freed, event);
    }

    private Future<Boolean> update(
            Payment payment,
            Optional<Refund> refund,
            Optional<IdempotencyKeys.Freed> freed,
            Optional<OutboxEvent> event) {
        return database.transaction(connection -> change(connection, payment, refund, event)
                        .compose(done -> free(connection, freed))
                        .map(true))
                .recover(failure ->
                        isOvertaken(failure) ? Future.succeededFuture(false) : Future.failedFuture(unknown(failure)));
    }

    private Future<Boolean> take(SqlConnection connection, Optional<IdempotencyKeys.Taking> key) {
        return key.map(each -> keys.take(connection, each)).orElse(Future.succeededFuture(true));
    }

    private Future<?> free(SqlConnection connection, Optional<IdempotencyKeys.Freed> key) {
        return key.<Future<?>>map(each -> keys.free(connection, each)).orElse(Future.succeededFuture());
    }

    private Future<?> change(
            SqlConnection connection, Payment payment, Optional<Refund> refund, Optional<OutboxEvent> event) {
        return statements
                .change(connection, List.of(new PaymentWrite(payment, event)))
                .compose(written -> written.isEmpty()
                        ? Future.failedFuture(PaymentError.STATUS_CONFLICT.problem())
                        : refund.<Future<?>>map(each -> refunds.save(connection, each))
                                .orElse(Future.succeededFuture()));
    }

    private static Future<Boolean> write(Batches batches, PaymentWrite write) {
        return batches.isFull()
                ? Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many payments wait to be written."))
                : batches.add(write).recover(failure -> Future.failedFuture(unknown(failure)));
    }

    /** A commit whose answer was lost may have happened, so nobody is told that it did not. */
    private static Problem unknown(Throwable failure) {
        return Problem.of(StandardError.UNAVAILABLE, "The payments' database is not available just now.", failure);
    }

    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof Problem problem && problem.is(PaymentError.STATUS_CONFLICT);
    }
}
