package dev.corridor.payment.store;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/**
 * Writes payments with their events. Writes that arrive at the same time share a statement. Belongs to one verticle.
 */
public final class PaymentWriter {
    private final Database database;
    private final PaymentUpdate update;
    private final Refunds refunds;
    private final IdempotencyKeys keys;
    private final PaymentBatcher inserts;
    private final PaymentBatcher updates;

    /** Result of a change that claims an idempotency key. */
    public enum Written {
        DONE,
        /** The key is taken. */
        KEY_TAKEN,
        /** Another worker has changed the payment since it was read. */
        CONFLICT
    }

    PaymentWriter(
            Database database, PaymentInsert insert, PaymentUpdate update, Refunds refunds, IdempotencyKeys keys) {
        this.database = database;
        this.update = update;
        this.refunds = refunds;
        this.keys = keys;
        this.inserts = new PaymentBatcher(batch -> database.statement(client -> insert.execute(client, batch)));
        this.updates = new PaymentBatcher(batch -> database.statement(client -> update.execute(client, batch)));
    }

    /** Inserts a payment and leases it to the caller. Completes with false if its idempotency key is taken. */
    public Future<Boolean> insert(Payment payment, OutboxEvent event) {
        return write(inserts, new PaymentWrite(payment, Optional.of(event)));
    }

    /** Writes the payment over the version before it. Completes with false if another worker has changed it. */
    public Future<Boolean> update(Payment payment) {
        return write(updates, new PaymentWrite(payment, Optional.empty()));
    }

    /** Writes the payment as {@link #update(Payment)} does, with its event. */
    public Future<Boolean> update(Payment payment, OutboxEvent event) {
        return write(updates, new PaymentWrite(payment, Optional.of(event)));
    }

    /**
     * Writes the payment as {@link #update(Payment, OutboxEvent)} does, and releases the idempotency key of its
     * request.
     */
    public Future<Boolean> updateAndRelease(Payment payment, Optional<IdempotentRequest> request, OutboxEvent event) {
        var release = request.map(each -> new IdempotencyKeys.Release(each.caller(), each.key(), payment.id()));
        return update(payment, Optional.empty(), release, Optional.of(event));
    }

    /** Writes a payment with its refund, and may release the refund's key. Completes with false after a conflict. */
    public Future<Boolean> update(
            Payment payment, Refund refund, Optional<IdempotencyKeys.Release> release, Optional<OutboxEvent> event) {
        return update(payment, Optional.of(refund), release, event);
    }

    /**
     * Claims the idempotency key, if the request has one, and writes the payment with its refund: all of it or nothing.
     */
    public Future<Written> updateOnce(
            Optional<IdempotentRequest> request,
            IdempotencyRecord.Operation operation,
            Payment payment,
            Optional<Refund> refund,
            Optional<OutboxEvent> event) {
        var claim = request.map(each -> new IdempotencyKeys.Claim(
                each, operation, payment.id(), refund.map(Refund::id), payment.resolutionId()));
        return database.transaction(connection -> claim(connection, claim)
                        .compose(claimed -> claimed
                                ? write(connection, payment, refund, event).map(Written.DONE)
                                : Future.succeededFuture(Written.KEY_TAKEN)))
                .recover(failure -> isConflict(failure)
                        ? Future.succeededFuture(Written.CONFLICT)
                        : Future.failedFuture(unavailable(failure)));
    }

    private Future<Boolean> update(
            Payment payment,
            Optional<Refund> refund,
            Optional<IdempotencyKeys.Release> release,
            Optional<OutboxEvent> event) {
        return database.transaction(connection -> write(connection, payment, refund, event)
                        .compose(done -> release(connection, release))
                        .map(true))
                .recover(failure -> isConflict(failure)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(unavailable(failure)));
    }

    private Future<Boolean> claim(SqlConnection connection, Optional<IdempotencyKeys.Claim> claim) {
        return claim.map(each -> keys.claim(connection, each)).orElse(Future.succeededFuture(true));
    }

    private Future<?> release(SqlConnection connection, Optional<IdempotencyKeys.Release> release) {
        return release.<Future<?>>map(each -> keys.release(connection, each)).orElse(Future.succeededFuture());
    }

    private Future<?> write(
            SqlConnection connection, Payment payment, Optional<Refund> refund, Optional<OutboxEvent> event) {
        return update.execute(connection, List.of(new PaymentWrite(payment, event)))
                .compose(written -> written.isEmpty()
                        ? Future.failedFuture(PaymentError.STATUS_CONFLICT.problem())
                        : refund.<Future<?>>map(each -> refunds.save(connection, each))
                                .orElse(Future.succeededFuture()));
    }

    private static Future<Boolean> write(PaymentBatcher batcher, PaymentWrite write) {
        return batcher.isFull()
                ? Future.failedFuture(
                        Problem.of(StandardError.UNAVAILABLE, "Too many payments are waiting to be written."))
                : batcher.add(write).recover(failure -> Future.failedFuture(unavailable(failure)));
    }

    /**
     * The transaction may have committed although its response was lost, so this problem never says that nothing was
     * written.
     */
    private static Problem unavailable(Throwable failure) {
        return Problem.of(StandardError.UNAVAILABLE, "The payment database is not available.", failure);
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof Problem problem && problem.is(PaymentError.STATUS_CONFLICT);
    }
}
