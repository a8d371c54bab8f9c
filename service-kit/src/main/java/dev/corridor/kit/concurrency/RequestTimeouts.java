package dev.corridor.kit.concurrency;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One time limit for many: whose time began first is over first, so one timer watches all of them. A timer each is put in order among
 * thousands, and taken out again, several times a request. Belongs to one event loop.
 */
public final class RequestTimeouts {
    private final Vertx vertx;
    private final Duration limit;
    /** Oldest first. */
    private final Set<Waiting> underWay = new LinkedHashSet<>();

    private boolean isWatched;

    private record Waiting(long untilNanos, PromiseInternal<?> outcome) {
        boolean isOver(long nanos) {
            return nanos - untilNanos >= 0;
        }
    }

    public RequestTimeouts(Vertx vertx, Duration limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /** What {@code work} comes to, or, when that takes too long, a {@link TimeoutException}. Both of the caller's event loop. */
    public <T> Future<T> of(Future<T> work) {
        if (work.isComplete()) {
            return work;
        }
        PromiseInternal<T> outcome = ((ContextInternal) vertx.getOrCreateContext()).promise();
        var waiting = new Waiting(System.nanoTime() + limit.toNanos(), outcome);
        underWay.add(waiting);
        work.onComplete((result, failure) -> {
            if (underWay.remove(waiting)) {
                outcome.complete(result, failure);
            }
        });
        watch();
        return outcome.future();
    }

    /** Until nothing is under way: who comes after that begins to watch again. */
    private void watch() {
        if (!isWatched && !underWay.isEmpty()) {
            isWatched = true;
            long left = underWay.iterator().next().untilNanos() - System.nanoTime();
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1), due -> {
                isWatched = false;
                endAllOver();
                watch();
            });
        }
    }

    private void endAllOver() {
        long now = System.nanoTime();
        for (var each = underWay.iterator(); each.hasNext(); ) {
            var oldest = each.next();
            if (!oldest.isOver(now)) {
                return;
            }
            each.remove();
            oldest.outcome().fail(new TimeoutException("This took longer than " + limit.toMillis() + " ms."));
        }
    }
}
