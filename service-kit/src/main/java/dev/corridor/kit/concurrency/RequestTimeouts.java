package dev.corridor.kit.concurrency;

import dev.corridor.kit.vertx.CallerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds the time of many requests with one timer. All have the same limit, so the request that began first ends first. A
 * timer for each request would be sorted into thousands of others and removed again, several times a request. Belongs to
 * one event loop.
 */
public final class RequestTimeouts {
    private final Vertx vertx;
    private final Duration limit;
    /** Oldest first. */
    private final Set<InFlight> inFlight = new LinkedHashSet<>();

    private boolean hasTimer;

    private record InFlight(long deadlineNanos, Promise<?> outcome) {
        boolean isOver(long nanos) {
            return nanos - deadlineNanos >= 0;
        }
    }

    public RequestTimeouts(Vertx vertx, Duration limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /**
     * Returns the outcome of {@code work}, or a {@link TimeoutException} after the limit. Called on this object's event
     * loop.
     */
    public <T> Future<T> of(Future<T> work) {
        if (work.isComplete()) {
            return work;
        }
        Promise<T> outcome = CallerContext.promise(vertx);
        var request = new InFlight(System.nanoTime() + limit.toNanos(), outcome);
        inFlight.add(request);
        work.onComplete((result, failure) -> {
            if (inFlight.remove(request)) {
                outcome.complete(result, failure);
            }
        });
        startTimer();
        return outcome.future();
    }

    /** Runs until nothing is in flight; the next request starts the timer again. */
    private void startTimer() {
        if (!hasTimer && !inFlight.isEmpty()) {
            hasTimer = true;
            long leftNanos = inFlight.iterator().next().deadlineNanos() - System.nanoTime();
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1), due -> {
                hasTimer = false;
                failAllOver();
                startTimer();
            });
        }
    }

    private void failAllOver() {
        long now = System.nanoTime();
        for (var each = inFlight.iterator(); each.hasNext(); ) {
            var oldest = each.next();
            if (!oldest.isOver(now)) {
                return;
            }
            each.remove();
            oldest.outcome().fail(new TimeoutException("This took longer than " + limit.toMillis() + " ms."));
        }
    }
}
