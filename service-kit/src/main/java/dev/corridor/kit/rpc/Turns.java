package dev.corridor.kit.rpc;

import dev.corridor.kit.correlation.Deadline;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets so many calls to one service be under way; the others wait for their turn, in order. A crowd that arrives at once is
 * then answered one after the other: were all of its calls sent together, a service that needs longer for the crowd than
 * the deadline of a call would miss the deadline of every one of them.
 */
final class Turns {
    private final Vertx vertx;
    private final String service;
    private final Limits limits;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * @param underWay calls at a time
     * @param waiting calls that may wait; one more is refused at once
     * @param waitMs how long each of them may
     * @param reserveMs what must be left of a request's time when its turn comes
     */
    record Limits(int underWay, int waiting, long waitMs, long reserveMs) {}

    private record Waiting(Context context, Promise<Void> turn) {}

    Turns(Vertx vertx, String service, Limits limits) {
        this.vertx = vertx;
        this.service = service;
        this.limits = limits;
    }

    /** What {@code call} answers, or unavailable when its turn did not come. */
    <T> Future<T> take(Supplier<Future<T>> call) {
        return turn().compose(mine ->
                Future.succeededFuture().compose(begun -> call.get()).onComplete(over -> passOn()));
    }

    private synchronized Future<Void> turn() {
        if (underWay < limits.underWay()) {
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

    /** The turn goes to whoever has waited longest, who goes on in their own context, under their own correlation id. */
    private void passOn() {
        Waiting next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                underWay--;
                return;
            }
        }
        next.context().runOnContext(go -> next.turn().complete());
    }

    private Problem busy() {
        return Problem.of(StandardError.UNAVAILABLE, "Too many calls wait for the " + service + " service.");
    }
}
