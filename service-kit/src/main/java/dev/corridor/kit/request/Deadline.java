package dev.corridor.kit.request;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When the caller of a request stops waiting. Like the correlation id it belongs to the Vert.x context of the request; work
 * that has waited in a queue until then need not be begun.
 */
public final class Deadline implements VertxServiceProvider {
    /** Of a request that waits for ever. */
    public static final long NONE = Long.MAX_VALUE;

    private static final ContextLocal<Long> NANOS = ContextLocal.registerLocal(Long.class);

    @Override
    public void init(VertxBootstrap bootstrap) {
        // Being loaded is enough: the field above has made the reservation.
    }

    /** The request being worked on by this thread is waited for so long from now. */
    public static void begin(Duration wait) {
        NANOS.put(Vertx.currentContext(), System.nanoTime() + wait.toNanos());
    }

    /** Of the request being worked on by this thread, on the clock of {@link System#nanoTime}; {@link #NONE} without one. */
    public static long current() {
        Context context = Vertx.currentContext();
        Long nanos = context == null ? null : NANOS.get(context);
        return nanos == null ? NONE : nanos;
    }

    /** How long the request being worked on by this thread is still waited for; negative when nobody waits any more. */
    public static long leftMs() {
        long deadline = current();
        return deadline == NONE ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    public static boolean hasPassed(long deadline) {
        return deadline != NONE && System.nanoTime() - deadline >= 0;
    }
}
