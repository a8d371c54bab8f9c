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
 * Batching by nature (ADR 1): while a batch is being written, what arrives waits, and then goes together. Who is alone waits
 * for nobody; a thousand share a commit. Belongs to one event loop.
 */
final class Batches {
    private static final int MOST_IN_A_BATCH = 500;
    private static final int MOST_WAITING = 4_000;
    private static final long TIMEOUT_MS = 10_000;

    private final Function<List<PaymentWrite>, Future<Set<UUID>>> statement;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean underWay;

    private record Waiting(PaymentWrite write, Promise<Boolean> written) {
        UUID payment() {
            return write.payment().id();
        }
    }

    /** @param statement writes a batch, and answers which payments of it were written */
    Batches(Function<List<PaymentWrite>, Future<Set<UUID>>> statement) {
        this.statement = statement;
    }

    boolean isFull() {
        return queue.size() >= MOST_WAITING;
    }

    /** False: the statement has left it out. A failure says that it may be written or not. */
    Future<Boolean> add(PaymentWrite write) {
        Promise<Boolean> written = Promise.promise();
        queue.add(new Waiting(write, written));
        writeNext();
        return CallerContext.of(written.future());
    }

    private void writeNext() {
        if (!underWay && !queue.isEmpty()) {
            write(next());
        }
    }

    /** A payment is in a batch once: who writes its next version without having seen this one finds out afterwards. */
    private List<Waiting> next() {
        var batch = new ArrayList<Waiting>();
        Set<UUID> named = new HashSet<>();
        while (!queue.isEmpty()
                && batch.size() < MOST_IN_A_BATCH
                && named.add(queue.peek().payment())) {
            batch.add(queue.remove());
        }
        return batch;
    }

    private void write(List<Waiting> batch) {
        underWay = true;
        statement
                .apply(batch.stream().map(Waiting::write).toList())
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onComplete(
                        written -> batch.forEach(each -> each.written().complete(written.contains(each.payment()))),
                        failure -> batch.forEach(each -> each.written().fail(failure)))
                .onComplete(done -> {
                    underWay = false;
                    writeNext();
                });
    }
}
