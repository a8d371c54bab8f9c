package dev.corridor.payment.store;

import dev.corridor.kit.vertx.CallerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Natural batching of payment writes (ADR 1): while one batch is in flight, new writes queue, and then form the next
 * batch. A write on an idle service starts at once; under load up to {@value #MAX_BATCH} writes share a statement and
 * its commit. Belongs to one event loop.
 *
 * <pre>
 *   add ---> queue ---> next batch (no payment twice) ---> statement in flight ---> callers
 *              ^                                                 |
 *              +------------- starts the next batch -------------+
 * </pre>
 */
final class PaymentBatcher {
    private static final int MAX_BATCH = 500;
    private static final int MAX_QUEUED = 4_000;
    private static final long TIMEOUT_MS = 10_000;

    private final Function<List<PaymentWrite>, Future<Set<UUID>>> statement;
    private final Deque<Queued> queue = new ArrayDeque<>();
    private boolean inFlight;

    private record Queued(PaymentWrite write, Promise<Boolean> written) {
        UUID payment() {
            return write.payment().id();
        }
    }

    /** @param statement writes a batch and completes with the ids of the payments that it wrote */
    PaymentBatcher(Function<List<PaymentWrite>, Future<Set<UUID>>> statement) {
        this.statement = statement;
    }

    boolean isFull() {
        return queue.size() >= MAX_QUEUED;
    }

    /** Completes with false if the statement did not write the payment. After a failure it may be written or not. */
    Future<Boolean> add(PaymentWrite write) {
        Promise<Boolean> written = Promise.promise();
        queue.add(new Queued(write, written));
        writeNext();
        return CallerContext.of(written.future());
    }

    private void writeNext() {
        if (!inFlight && !queue.isEmpty()) {
            write(nextBatch());
        }
    }

    /** A batch has a payment once: one statement cannot write two versions of a row. */
    private List<Queued> nextBatch() {
        var batch = new ArrayList<Queued>();
        Set<UUID> payments = new HashSet<>();
        while (!queue.isEmpty()
                && batch.size() < MAX_BATCH
                && payments.add(queue.peek().payment())) {
            batch.add(queue.remove());
        }
        return batch;
    }

    private void write(List<Queued> batch) {
        inFlight = true;
        statement
                .apply(batch.stream().map(Queued::write).toList())
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onComplete(
                        written -> batch.forEach(each -> each.written().complete(written.contains(each.payment()))),
                        failure -> batch.forEach(each -> each.written().fail(failure)))
                .onComplete(done -> {
                    inFlight = false;
                    writeNext();
                });
    }
}
