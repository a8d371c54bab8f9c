package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.usecase.Subscriptions.State;
import dev.corridor.forex.stream.wire.EncodedTick;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;

/**
 * Client of a stream with its subscriptions. Nothing is sent while its connection is full; afterwards it receives the
 * newest tick of each pair (conflation), so that a slow client takes a bounded amount of memory and no time of others.
 * Belongs to one event loop.
 */
public final class Subscriber {
    /** Memory of one subscription, with room to grow and with an interval. */
    public static final long SUBSCRIPTION_BYTES = 32;

    private static final int REPLAY_BATCH = 64;

    private final Outlet outlet;
    private final TickBoard board;
    private final TickHistory history;
    private final Clock clock;
    private final Counter conflated;
    private final Subscriptions subscriptions = new Subscriptions();
    /** Place of the subscription that is served first, so that a full connection neglects no pair. */
    private int next;

    /** Connection of a client over any transport. */
    public interface Outlet {
        boolean isFull();

        /** Sends the first message of a subscription. */
        void snapshot(EncodedTick tick);

        void tick(EncodedTick tick);

        /** Sends a tick that stands for all ticks from {@code firstSeq} on. */
        void conflated(EncodedTick tick, long firstSeq);

        /** Sends the notice that ticks after a seq are no longer available; a snapshot follows. */
        void gap(Pair pair, long after);
    }

    /** @param conflated counts the ticks that were dropped for a newer one */
    Subscriber(Outlet outlet, TickBoard board, TickHistory history, Clock clock, Counter conflated) {
        this.outlet = outlet;
        this.board = board;
        this.history = history;
        this.clock = clock;
        this.conflated = conflated;
    }

    public boolean has(Pair pair) {
        return subscriptions.contains(board.number(pair));
    }

    /** Returns the number of subscriptions. */
    public int size() {
        return subscriptions.size();
    }

    /** Sends what waits for room. Called when the connection accepts writes again. */
    public void drained() {
        send();
    }

    /** Sends what waits for the end of an interval. Called every few milliseconds. */
    public void pace() {
        if (subscriptions.arePaced()) {
            send();
        }
    }

    void subscribe(Tick latest, SubscriptionTerms terms) {
        board.add(latest);
        int pair = board.number(latest.pair());
        subscriptions.remove(pair);
        long after = terms.after().orElse(0);
        subscriptions.add(pair, firstState(latest.pair(), terms), after, terms.intervalMs());
        if (next >= subscriptions.size()) {
            next = 0;
        }
    }

    private State firstState(Pair pair, SubscriptionTerms terms) {
        if (terms.after().isEmpty()) {
            return State.SNAPSHOT;
        }
        boolean isAvailable = terms.epoch().equals(history.epoch())
                && history.after(pair, terms.after().getAsLong(), 0).isPresent();
        if (!isAvailable) {
            return State.GAP;
        }
        return terms.intervalMs() == 0 ? State.REPLAY : State.TICK;
    }

    void unsubscribe(Pair pair) {
        subscriptions.remove(board.number(pair));
        next = 0;
    }

    /** Sends what is due, one subscription after the other, until the connection is full. */
    void send() {
        long now = clock.millis();
        for (int i = 0; i < subscriptions.size(); i++) {
            if (isBehind(next) && subscriptions.isDue(next, now)) {
                if (outlet.isFull()) {
                    return;
                }
                sendTo(next, now);
                if (isBehind(next) && outlet.isFull()) {
                    return;
                }
            }
            next = next + 1 == subscriptions.size() ? 0 : next + 1;
        }
    }

    private boolean isBehind(int place) {
        return subscriptions.state(place) != State.TICK
                || board.newestSeq(subscriptions.pair(place)) > subscriptions.seq(place);
    }

    private void sendTo(int place, long now) {
        int pair = subscriptions.pair(place);
        switch (subscriptions.state(place)) {
            case SNAPSHOT -> snapshot(place, now);
            case GAP -> {
                outlet.gap(board.pair(pair), subscriptions.seq(place));
                snapshot(place, now);
            }
            case REPLAY -> replay(place, now);
            case TICK -> ticks(place, now);
        }
    }

    private void snapshot(int place, long now) {
        var newest = board.newest(subscriptions.pair(place));
        subscriptions.set(place, State.TICK);
        subscriptions.sent(place, newest.tick().seq(), now);
        outlet.snapshot(newest);
    }

    /** Sends the newest ticks: one for all with an interval, otherwise each of them. */
    private void ticks(int place, long now) {
        int pair = subscriptions.pair(place);
        if (subscriptions.isPaced(place)) {
            tick(place, board.newest(pair), now);
            return;
        }
        for (var tick : board.ticks(pair)) {
            if (tick.tick().seq() > subscriptions.seq(place) && !outlet.isFull()) {
                tick(place, tick, now);
            }
        }
    }

    private void tick(int place, EncodedTick tick, long now) {
        long first = subscriptions.seq(place) + 1;
        long seq = tick.tick().seq();
        subscriptions.sent(place, seq, now);
        if (first == seq) {
            outlet.tick(tick);
        } else {
            conflated.increment(seq - first);
            outlet.conflated(tick, first);
        }
    }

    /** Sends missed ticks until the connection is full or none is left. */
    private void replay(int place, long now) {
        var pair = board.pair(subscriptions.pair(place));
        while (subscriptions.state(place) == State.REPLAY && !outlet.isFull()) {
            var missed = history.after(pair, subscriptions.seq(place), REPLAY_BATCH);
            if (missed.isEmpty()) {
                outlet.gap(pair, subscriptions.seq(place));
                snapshot(place, now);
            } else if (missed.get().isEmpty()) {
                subscriptions.set(place, State.TICK);
            } else {
                missed.get().forEach(tick -> tick(place, new EncodedTick(tick, history.epoch()), now));
            }
        }
    }
}
