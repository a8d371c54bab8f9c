package dev.corridor.kit.request;

import dev.corridor.kit.vertx.RequestLocals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time at which the caller of the current request stops waiting. It belongs to the request's Vert.x context, as the
 * correlation id does. Work that is still queued at its deadline need not begin.
 */
public final class Deadline {
    /** The deadline of a request that waits for ever. */
    public static final long NONE = Long.MAX_VALUE;

    private Deadline() {}

    /** Sets the deadline of the current request. */
    public static void begin(Duration wait) {
        RequestLocals.DEADLINE_NANOS.put(Vertx.currentContext(), System.nanoTime() + wait.toNanos());
    }

    /** The deadline of the current request on the clock of {@link System#nanoTime}; {@link #NONE} without one. */
    public static long current() {
        Context context = Vertx.currentContext();
        Long nanos = context == null ? null : RequestLocals.DEADLINE_NANOS.get(context);
        return nanos == null ? NONE : nanos;
    }

    /** How long the caller of the current request still waits; negative after its deadline. */
    public static long leftMs() {
        long deadline = current();
        return deadline == NONE ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    public static boolean hasPassed(long deadline) {
        return deadline != NONE && System.nanoTime() - deadline >= 0;
    }
}
