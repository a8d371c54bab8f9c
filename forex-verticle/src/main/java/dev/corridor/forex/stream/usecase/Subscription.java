package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.wire.EncodedTick;

/** Subscription of one client to one pair, with the position that it has reached. Belongs to one event loop. */
final class Subscription {
    private static final int REPLAY_BATCH = 64;

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

    /** Returns whether missed ticks are still being sent. */
    boolean isReplaying() {
        return replaying;
    }

    /** Returns whether messages are limited by an interval. */
    boolean isPaced() {
        return intervalMs > 0;
    }

    boolean hasSent(EncodedTick tick) {
        return opened && tick.tick().seq() <= sentSeq;
    }

    boolean isDue(long nowMs) {
        return intervalMs == 0 || !opened || nowMs - sentAtMs >= intervalMs;
    }

    /**
     * Makes a tick the next one to send.
     *
     * @return whether it replaces another
     */
    boolean setWaiting(EncodedTick newest) {
        boolean replaces = waiting != null;
        waiting = newest;
        return replaces;
    }

    void sendWaiting(Subscriber.Outlet outlet, long nowMs) {
        send(waiting, outlet, nowMs);
    }

    void send(EncodedTick tick, Subscriber.Outlet outlet, long nowMs) {
        waiting = null;
        long first = sentSeq + 1;
        sentSeq = tick.tick().seq();
        sentAtMs = nowMs;
        if (!opened) {
            opened = true;
            outlet.snapshot(tick);
        } else if (first == sentSeq) {
            outlet.tick(tick);
        } else {
            outlet.conflated(tick, first);
        }
    }

    /**
     * Sends missed ticks until the connection is full or none is left.
     *
     * @param newest sent as a snapshot if missed ticks are no longer available
     */
    void replay(TickHistory history, EncodedTick newest, Subscriber.Outlet outlet, long nowMs) {
        while (replaying && !outlet.isFull()) {
            var missed = history.after(pair, sentSeq, REPLAY_BATCH);
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
