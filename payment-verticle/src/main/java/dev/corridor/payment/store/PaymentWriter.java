package dev.corridor.payment.store;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.kit.store.OutboxEvent;
import dev.corridor.payment.domain.KeptKey;
import dev.corridor.payment.domain.KeyUse;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes payments with their events, in batches by nature: changes queue on the event loop, and whenever a transaction is free
 * all that wait go in it. A payment alone waits for nobody; a thousand share a commit. Belongs to one verticle.
 */
public final class PaymentWriter {
    private static final int TRANSACTIONS_AT_ONCE = 2;
    private static final int MOST_IN_A_TRANSACTION = 500;
    private static final int MOST_WAITING = 4_000;
    private static final long TRANSACTION_TIMEOUT_MS = 10_000;

    private final Database database;
    private final Payments payments;
    private final Refunds refunds;
    private final Keys keys;
    private final Outbox outbox;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int transactions;

    /** What became of a change that takes an idempotency key. */
    public enum Written {
        DONE,
        /** The key was used before. */
        KEY_TAKEN,
        /** Somebody else has changed the payment meanwhile. */
        OVERTAKEN
    }

    private record Waiting(
            Payment payment, Optional<OutboxEvent> event, Optional<Keys.Freed> freed, Promise<Boolean> written) {
        boolean isNew() {
            return payment.version() == 1;
        }
    }

    public PaymentWriter(Database database, Payments payments, Refunds refunds, Keys keys, Outbox outbox) {
        this.database = database;
        this.payments = payments;
        this.refunds = refunds;
        this.keys = keys;
        this.outbox = outbox;
    }

    /** Adds a new payment, leased to who adds it. False: its idempotency key is taken. */
    public Future<Boolean> insert(Payment payment, OutboxEvent event) {
        return enqueue(payment, Optional.of(event), Optional.empty());
    }

    /** Writes a changed payment over the version before it. False: somebody else changed it meanwhile. */
    public Future<Boolean> update(Payment changed) {
        return enqueue(changed, Optional.empty(), Optional.empty());
    }

    /** As {@link #update(Payment)}, and the event of it. */
    public Future<Boolean> update(Payment changed, OutboxEvent event) {
        return enqueue(changed, Optional.of(event), Optional.empty());
    }

    /** As {@link #update(Payment, OutboxEvent)}; the key under which the payment was asked for is free again. */
    public Future<Boolean> updateAndFree(Payment changed, Optional<KeyUse> key, OutboxEvent event) {
        var freed = key.map(use -> new Keys.Freed(use.caller(), use.key(), changed.id()));
        return enqueue(changed, Optional.of(event), freed);
    }

    /** Takes the key, if there is one, and writes what was asked for under it: all or nothing. */
    public Future<Written> order(
            Optional<KeyUse> key,
            KeptKey.Operation operation,
            Payment changed,
            Optional<Refund> refund,
            Optional<OutboxEvent> event) {
        var taking = key.map(use -> new Keys.Taking(use, operation, changed.id(), refund.map(Refund::id)));
        return database.transaction(
                        connection -> keys.take(connection, taking.stream().toList())
                                .compose(taken -> taken < taking.stream().count()
                                        ? Future.succeededFuture(Written.KEY_TAKEN)
                                        : change(connection, changed, refund)
                                                .compose(done -> tell(connection, event, changed))
                                                .map(Written.DONE)))
                .recover(failure -> isOvertaken(failure)
                        ? Future.succeededFuture(Written.OVERTAKEN)
                        : Future.failedFuture(unknown(failure)));
    }

    /** Writes a payment with its refund. False: somebody else changed them meanwhile. */
    public Future<Boolean> update(
            Payment changed, Refund refund, Optional<Keys.Freed> freed, Optional<OutboxEvent> event) {
        return database.transaction(connection -> change(connection, changed, Optional.of(refund))
                        .compose(done -> keys.free(connection, freed.stream().toList()))
                        .compose(done -> tell(connection, event, changed))
                        .map(true))
                .recover(failure ->
                        isOvertaken(failure) ? Future.succeededFuture(false) : Future.failedFuture(unknown(failure)));
    }

    private Future<?> change(SqlConnection connection, Payment changed, Optional<Refund> refund) {
        return payments.update(connection, List.of(changed))
                .compose(written -> written.isEmpty()
                        ? Future.failedFuture(PaymentError.STATUS_CONFLICT.problem())
                        : refund.map(each -> refunds.save(connection, each).<Void>mapEmpty())
                                .orElse(Future.succeededFuture()));
    }

    /** A commit whose answer was lost may have happened, so nobody is told that it did not. */
    private static Problem unknown(Throwable failure) {
        return Problem.of(StandardError.UNAVAILABLE, "The payments' database is not available just now.", failure);
    }

    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof Problem problem && problem.is(PaymentError.STATUS_CONFLICT);
    }

    private Future<Boolean> enqueue(Payment payment, Optional<OutboxEvent> event, Optional<Keys.Freed> freed) {
        if (queue.size() >= MOST_WAITING) {
            return Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Too many payments wait to be written."));
        }
        Promise<Boolean> written = Promise.promise();
        queue.add(new Waiting(payment, event, freed, written));
        writeBatches();
        return written.future();
    }

    private void writeBatches() {
        while (transactions < TRANSACTIONS_AT_ONCE && !queue.isEmpty()) {
            write(nextBatch());
        }
    }

    /** A payment is in a batch once: who writes its next version without having seen this one finds out afterwards. */
    private List<Waiting> nextBatch() {
        var batch = new ArrayList<Waiting>();
        Set<UUID> named = new HashSet<>();
        while (!queue.isEmpty()
                && batch.size() < MOST_IN_A_TRANSACTION
                && named.add(queue.peek().payment().id())) {
            batch.add(queue.remove());
        }
        return batch;
    }

    private void write(List<Waiting> batch) {
        transactions++;
        database.transaction(connection -> writeIn(connection, batch))
                .timeout(TRANSACTION_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onComplete(
                        written -> batch.forEach(each -> each.written()
                                .complete(written.contains(each.payment().id()))),
                        failure -> batch.forEach(each -> each.written().fail(unknown(failure))))
                .onComplete(done -> {
                    transactions--;
                    writeBatches();
                });
    }

    /** All is sent together: what a statement is for, another has made sure of before. */
    private Future<Set<UUID>> writeIn(SqlConnection connection, List<Waiting> batch) {
        var added = batch.stream().filter(Waiting::isNew).map(Waiting::payment).toList();
        var changed = batch.stream()
                .filter(each -> !each.isNew())
                .map(Waiting::payment)
                .toList();
        var taken = keys.take(
                connection, added.stream().flatMap(PaymentWriter::keyOf).toList());
        var inserted = payments.insert(connection, added);
        var updated = payments.update(connection, changed);
        return Future.all(taken, inserted, updated)
                .map(done -> union(inserted.result(), updated.result()))
                .compose(written -> finish(connection, batch, written).map(written));
    }

    private Future<?> finish(SqlConnection connection, List<Waiting> batch, Set<UUID> written) {
        var told = batch.stream()
                .filter(each -> each.event().isPresent()
                        && written.contains(each.payment().id()))
                .toList();
        var freed = batch.stream()
                .filter(each -> written.contains(each.payment().id()))
                .flatMap(each -> each.freed().stream())
                .toList();
        return Future.all(
                keys.free(connection, freed),
                tell(
                        connection,
                        told.stream().flatMap(each -> each.event().stream()).toList(),
                        told.stream().map(Waiting::payment).toList()));
    }

    private Future<?> tell(SqlConnection connection, Optional<OutboxEvent> event, Payment changed) {
        return event.isEmpty() ? Future.succeededFuture() : tell(connection, List.of(event.get()), List.of(changed));
    }

    private Future<?> tell(SqlConnection connection, List<OutboxEvent> events, List<Payment> changed) {
        var correlationIds = changed.stream().map(Payment::correlationId).toList();
        return Future.all(
                events.isEmpty() ? Future.succeededFuture() : outbox.append(connection, events, correlationIds),
                PaymentChanges.append(connection, changed));
    }

    private static Stream<Keys.Taking> keyOf(Payment payment) {
        return payment.request().keyUse().stream()
                .map(use -> new Keys.Taking(use, KeptKey.Operation.PAY, payment.id(), Optional.empty()));
    }

    private static Set<UUID> union(Set<UUID> some, Set<UUID> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
