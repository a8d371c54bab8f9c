package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.client.TickSource;
import java.time.Duration;

/**
 * One time of holding the lease: the ticks that are made meanwhile, and how far they may go. Times are of {@link System#nanoTime}, so that
 * nobody's clock can lengthen it. Belongs to one verticle.
 */
final class LeaseTerm {
    /** After so long without a renewal somebody else may soon hold the lease, which lasts three seconds. */
    static final Duration SAFE = Duration.ofSeconds(2);

    private final TickSource.Session session;
    private long reservedStep;
    private long renewedAtNanos;

    /** @param renewedAtNanos when the renewal was sent, not when it was answered */
    LeaseTerm(TickSource.Session session, long reservedStep, long renewedAtNanos) {
        this.session = session;
        renewed(reservedStep, renewedAtNanos);
    }

    void renewed(long reservedStep, long renewedAtNanos) {
        this.reservedStep = reservedStep;
        this.renewedAtNanos = renewedAtNanos;
    }

    /** The lease is certainly still this process's. */
    boolean isSafe(long nowNanos) {
        return nowNanos - renewedAtNanos < SAFE.toNanos();
    }

    /** The next step is among those that were written down beforehand. */
    boolean mayStep() {
        return session.step() < reservedStep;
    }

    TickSource.Session session() {
        return session;
    }
}
