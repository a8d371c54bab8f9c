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
 * Lets so many calls to one service be under way; the others wait for their turn, in order. A crowd that arrives at once is
 * then answered one after the other: were all of its calls sent together, a service that needs longer for the crowd than
 * the deadline of a call would miss the deadline of every one of them.
 */
public final class ConcurrencyLimiter {
    private static final long QUICK_NANOS = 250_000_000;
    private static final long SLOW_NANOS = 1_000_000_000;

    private final Vertx vertx;
    private final String service;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int atATime;
    private int underWay;

    /**
     * @param least calls at a time, for a peer that has just started
     * @param most calls at a time, for one that answers quickly
     * @param waiting calls that may wait; one more is refused at once
     * @param waitMs how long each of them may
     * @param reserveMs what must be left of a request's time when its turn comes
     */
    public record Limits(int least, int most, int waiting, long waitMs, long reserveMs) {}

    private record Waiting(Context context, Promise<Void> turn) {}

    public ConcurrencyLimiter(Vertx vertx, String service, Limits limits, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.service = service;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.atATime = limits.least();
    }

    /** What {@code call} answers, or unavailable when its turn did not come. */
    public <T> Future<T> run(Supplier<Future<T>> call) {
        return turn().compose(mine -> {
            long begun = nanoTime.getAsLong();
            return Future.succeededFuture()
                    .compose(begins -> call.get())
                    .onComplete(over -> learn(over.succeeded(), nanoTime.getAsLong() - begun))
                    .onComplete(over -> passOn());
        });
    }

    /**
     * A peer that answers quickly while others wait gets one call more at a time; one that is slow, half as many (additive
     * increase, multiplicative decrease, as in Chiu and Jain's paper of 1989).
     */
    private synchronized void learn(boolean answered, long tookNanos) {
        if (tookNanos >= SLOW_NANOS) {
            atATime = Math.max(limits.least(), atATime / 2);
        } else if (answered && tookNanos < QUICK_NANOS && !waiting.isEmpty()) {
            atATime = Math.min(limits.most(), atATime + 1);
        }
    }

    private synchronized Future<Void> turn() {
        if (underWay < atATime) {
            underWay++;
            return Future.succeededFuture();
        }
        long waitMs = Math.min(limits.waitMs(), Deadline.leftMs() - limits.reserveMs());
        if (waiting.size() >= limits.waiting() || waitMs <= 0) {
            return Future.failedFuture(busy());
        }
        var next = new Waiting(vertx.getOrCreateContext(), Promise.promise());
        waiting.add(next);
        long timer = vertx.setTimer(waitMs, tooLong -> giveUp(next));
        return next.turn().future().onComplete(over -> vertx.cancelTimer(timer));
    }

    private void giveUp(Waiting one) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(one);
        }
        if (waited) {
            one.turn().fail(busy());
        }
    }

    /** Turns go to those who have waited longest, who go on in their own contexts, under their own correlation ids. */
    private void passOn() {
        List<Waiting> next = new ArrayList<>();
        synchronized (this) {
            underWay--;
            while (underWay < atATime && !waiting.isEmpty()) {
                underWay++;
                next.add(waiting.remove());
            }
        }
        next.forEach(one -> one.context().runOnContext(go -> one.turn().complete()));
    }

    private Problem busy() {
        return Problem.of(StandardError.UNAVAILABLE, "Too many calls wait for the " + service + " service.");
    }
}
