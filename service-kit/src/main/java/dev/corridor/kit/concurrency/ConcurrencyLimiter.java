package dev.corridor.kit.concurrency;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds the calls in flight to one service; further calls queue in order. A service that is sent more calls at once than
 * it can handle within their deadline misses the deadline of every one of them.
 *
 * <p>The limit adapts: additive increase, multiplicative decrease. This is not Netflix's concurrency-limits, because that
 * library rejects a call at the limit or blocks a thread for it. It has no queue that waits without a thread and bounds
 * each wait by the request's own deadline, and its limit algorithms would be all that is used of it.
 */
public final class ConcurrencyLimiter {
    private static final long FAST_NANOS = 250_000_000;
    private static final long SLOW_NANOS = 1_000_000_000;

    private final Vertx vertx;
    private final String service;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Queue<Queued> queue = new ArrayDeque<>();
    private int limit;
    private int inFlight;

    /**
     * Bounds of a limiter.
     *
     * @param min calls in flight, for a service that has just started
     * @param max calls in flight, for a service that responds fast
     * @param queued calls that may queue; further ones are refused at once
     * @param waitMs how long each of them may queue
     * @param reserveMs what must be left of a request's time when its call starts
     */
    public record Limits(int min, int max, int queued, long waitMs, long reserveMs) {}

    private record Queued(Context context, Promise<Void> started) {}

    public ConcurrencyLimiter(Vertx vertx, String service, Limits limits, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.service = service;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.limit = limits.min();
    }

    /** Returns the outcome of {@code call}, or fails with unavailable when it could not start in time. */
    public <T> Future<T> run(Supplier<Future<T>> call) {
        return start().compose(started -> {
            long begun = nanoTime.getAsLong();
            return Future.succeededFuture()
                    .compose(begins -> call.get())
                    .onComplete(over -> adapt(over.succeeded(), nanoTime.getAsLong() - begun))
                    .onComplete(over -> startNext());
        });
    }

    /**
     * Raises the limit by one when a call was fast while others queue; halves it when a call was slow (Chiu and Jain, 1989).
     */
    private synchronized void adapt(boolean succeeded, long tookNanos) {
        if (tookNanos >= SLOW_NANOS) {
            limit = Math.max(limits.min(), limit / 2);
        } else if (succeeded && tookNanos < FAST_NANOS && !queue.isEmpty()) {
            limit = Math.min(limits.max(), limit + 1);
        }
    }

    private synchronized Future<Void> start() {
        if (inFlight < limit) {
            inFlight++;
            return Future.succeededFuture();
        }
        long waitMs = Math.min(limits.waitMs(), Deadline.leftMs() - limits.reserveMs());
        if (queue.size() >= limits.queued() || waitMs <= 0) {
            return Future.failedFuture(busy());
        }
        var next = new Queued(vertx.getOrCreateContext(), Promise.promise());
        queue.add(next);
        long timer = vertx.setTimer(waitMs, tooLong -> giveUp(next));
        return next.started().future().onComplete(over -> vertx.cancelTimer(timer));
    }

    private void giveUp(Queued call) {
        boolean wasQueued;
        synchronized (this) {
            wasQueued = queue.remove(call);
        }
        if (wasQueued) {
            call.started().fail(busy());
        }
    }

    /** Starts the calls that have queued longest, each on its own context, with its own correlation id. */
    private void startNext() {
        List<Queued> next = new ArrayList<>();
        synchronized (this) {
            inFlight--;
            while (inFlight < limit && !queue.isEmpty()) {
                inFlight++;
                next.add(queue.remove());
            }
        }
        next.forEach(call -> call.context().runOnContext(go -> call.started().complete()));
    }

    private Problem busy() {
        return Problem.of(StandardError.UNAVAILABLE, "Too many calls are queued for the " + service + " service.");
    }
}
