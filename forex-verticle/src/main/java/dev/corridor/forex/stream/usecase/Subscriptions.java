package dev.corridor.forex.stream.usecase;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Subscriptions of one client in arrays: a client of all pairs has about a thousand, and as objects they would take ten
 * times the memory. A subscription has a place, which changes when others are removed. Belongs to one event loop.
 */
final class Subscriptions {
    private static final int INITIAL_CAPACITY = 4;

    /** State of a subscription: the kind of its next message. */
    enum State {
        SNAPSHOT,
        /** A gap and then a snapshot: the ticks after the cursor are no longer available. */
        GAP,
        /** Missed ticks from the history. */
        REPLAY,
        TICK
    }

    private static final State[] STATES = State.values();

    private final BitSet subscribed = new BitSet();
    private int[] pairs = new int[INITIAL_CAPACITY];
    private long[] seqs = new long[INITIAL_CAPACITY];
    private byte[] states = new byte[INITIAL_CAPACITY];
    /** Null as long as no subscription has an interval. */
    private int[] intervals;

    private long[] sentAt;
    private int size;

    int size() {
        return size;
    }

    boolean contains(int pair) {
        return subscribed.get(pair);
    }

    /** Adds a subscription that is not there. @param seq the last one that the client has */
    void add(int pair, State state, long seq, int intervalMs) {
        if (size == pairs.length) {
            grow();
        }
        if (intervalMs > 0 && intervals == null) {
            intervals = new int[pairs.length];
            sentAt = new long[pairs.length];
        }
        subscribed.set(pair);
        pairs[size] = pair;
        seqs[size] = seq;
        states[size] = (byte) state.ordinal();
        if (intervals != null) {
            intervals[size] = intervalMs;
            sentAt[size] = Long.MIN_VALUE;
        }
        size++;
    }

    private void grow() {
        int capacity = size * 2;
        pairs = Arrays.copyOf(pairs, capacity);
        seqs = Arrays.copyOf(seqs, capacity);
        states = Arrays.copyOf(states, capacity);
        if (intervals != null) {
            intervals = Arrays.copyOf(intervals, capacity);
            sentAt = Arrays.copyOf(sentAt, capacity);
        }
    }

    /** Removes a subscription if it is there. The last one takes its place. */
    void remove(int pair) {
        if (!subscribed.get(pair)) {
            return;
        }
        subscribed.clear(pair);
        int place = 0;
        while (pairs[place] != pair) {
            place++;
        }
        size--;
        pairs[place] = pairs[size];
        seqs[place] = seqs[size];
        states[place] = states[size];
        if (intervals != null) {
            intervals[place] = intervals[size];
            sentAt[place] = sentAt[size];
        }
    }

    int pair(int place) {
        return pairs[place];
    }

    /** Returns the last seq that the client has. */
    long seq(int place) {
        return seqs[place];
    }

    State state(int place) {
        return STATES[states[place]];
    }

    void set(int place, State state) {
        states[place] = (byte) state.ordinal();
    }

    /** Records that the client has a tick, and that missed ones are no longer missing. */
    void sent(int place, long seq, long nowMs) {
        seqs[place] = seq;
        if (intervals != null) {
            sentAt[place] = nowMs;
        }
    }

    boolean isPaced(int place) {
        return intervals != null && intervals[place] > 0;
    }

    /** Returns whether any subscription has an interval. */
    boolean arePaced() {
        return intervals != null;
    }

    /** Returns whether the interval since the last message is over. */
    boolean isDue(int place, long nowMs) {
        return !isPaced(place) || sentAt[place] == Long.MIN_VALUE || nowMs - sentAt[place] >= intervals[place];
    }
}
