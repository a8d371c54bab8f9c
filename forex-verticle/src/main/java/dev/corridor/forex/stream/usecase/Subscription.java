package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.wire.EncodedTick;

/** How far one subscriber is with one pair. Belongs to one event loop. */
final class Subscription {
    private static final int REPLAYED_AT_ONCE = 64;

    private final Pair pair;
    private final int intervalMs;
    private boolean opened;
    private boolean replaying;
    private long sentSeq;
    private long sentAtMs;
    private EncodedTick waiting;

    Subscription(Pair pair, SubscriptionTerms terms) {
        this.pair = pair;
        this.intervalMs = terms.intervalMs();
        if (terms.after().isPresent()) {
            opened = true;
            sentSeq = terms.after().getAsLong();
            replaying = intervalMs == 0;
        }
    }

    Pair pair() {
        return pair;
    }

    /** Whether it is still being told what it has missed. */
    boolean isReplaying() {
        return replaying;
    }

    /** Whether it may have to wait for its interval. */
    boolean isPaced() {
        return intervalMs > 0;
    }

    boolean hasSeen(EncodedTick frame) {
        return opened && frame.tick().seq() <= sentSeq;
    }

    boolean isDue(long nowMs) {
        return intervalMs == 0 || !opened || nowMs - sentAtMs >= intervalMs;
    }

    /** @return whether a tick that waited before is dropped for it */
    boolean hold(EncodedTick newest) {
        boolean dropped = waiting != null;
        waiting = newest;
        return dropped;
    }

    void sendWaiting(Subscriber.Outlet outlet, long nowMs) {
        send(waiting, outlet, nowMs);
    }

    void send(EncodedTick frame, Subscriber.Outlet outlet, long nowMs) {
        waiting = null;
        long first = sentSeq + 1;
        sentSeq = frame.tick().seq();
        sentAtMs = nowMs;
        if (!opened) {
            opened = true;
            outlet.snapshot(frame);
        } else if (first == sentSeq) {
            outlet.tick(frame);
        } else {
            outlet.conflated(frame, first);
        }
    }

    /**
     * Tells what was missed, as long as there is room for it.
     *
     * @param newest of the pair, for when what was missed is not held any more
     */
    void replay(TickHistory history, EncodedTick newest, Subscriber.Outlet outlet, long nowMs) {
        while (replaying && !outlet.isFull()) {
            var missed = history.after(pair, sentSeq, REPLAYED_AT_ONCE);
            if (missed.isEmpty()) {
                replaying = false;
                opened = false;
                outlet.gap(pair, sentSeq);
                send(newest, outlet, nowMs);
            } else {
                replaying = !missed.get().isEmpty();
                missed.get().forEach(tick -> send(new EncodedTick(tick), outlet, nowMs));
            }
        }
    }
}
