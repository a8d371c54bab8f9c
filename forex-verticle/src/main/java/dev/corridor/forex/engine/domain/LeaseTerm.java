package dev.corridor.forex.engine.domain;

import java.time.Duration;

/**
 * Term of a held lease: the session that makes ticks during it, and the last step that the session may make. Times are
 * those of {@link System#nanoTime}, so that a change of the wall clock cannot lengthen a term. Belongs to one verticle.
 */
public final class LeaseTerm {
    /** After this time without a renewal another process may soon hold the lease, which lasts three seconds. */
    static final Duration SAFE = Duration.ofSeconds(2);

    private final TickSource.Session session;
    private long reservedStep;
    private long renewedAtNanos;

    /** @param renewedAtNanos when the renewal was sent, not when it was answered */
    public LeaseTerm(TickSource.Session session, long reservedStep, long renewedAtNanos) {
        this.session = session;
        renewed(reservedStep, renewedAtNanos);
    }

    public void renewed(long reservedStep, long renewedAtNanos) {
        this.reservedStep = reservedStep;
        this.renewedAtNanos = renewedAtNanos;
    }

    /** Returns whether this process certainly still holds the lease. */
    public boolean isSafe(long nowNanos) {
        return nowNanos - renewedAtNanos < SAFE.toNanos();
    }

    /** Returns whether the next step is within the reserved ones. */
    public boolean mayStep() {
        return session.step() < reservedStep;
    }

    public TickSource.Session session() {
        return session;
    }
}
