package dev.corridor.platform.host;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Pauses between the restarts of one process: none, then a second, doubled up to a bound. A healthy while ends them. */
final class RestartBackoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration HEALTHY = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 5;

    private final LongSupplier nanoTime;
    private int restarts;
    private long startedNanos;

    /** @param nanoTime such as {@link System#nanoTime} */
    RestartBackoff(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The process runs. */
    synchronized void started() {
        startedNanos = nanoTime.getAsLong();
    }

    /** The process ended after it had run. */
    synchronized void ended() {
        if (nanoTime.getAsLong() - startedNanos >= HEALTHY.toNanos()) {
            restarts = 0;
        }
    }

    /** The pause before the next attempt. */
    synchronized Duration next() {
        int before = restarts++;
        if (before == 0) {
            return Duration.ZERO;
        }
        var pause = FIRST.multipliedBy(1L << Math.min(before - 1, MAX_DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
