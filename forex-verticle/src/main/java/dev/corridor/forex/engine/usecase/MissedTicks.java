package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the ticks that a process which begins to follow this one does not have. Any thread. */
public final class MissedTicks {
    /**
     * Most missed ticks of a pair: half a minute at four a second. A follower that lacks more receives the last tick
     * alone.
     */
    private static final int MAX_MISSED = 120;

    private final TickHistory history;

    public MissedTicks(TickHistory history) {
        this.history = history;
    }

    /** @param after pair -> the last seq that the follower has; without one it receives the last tick of the pair */
    public List<Tick> after(Map<String, Long> after) {
        var missed = new ArrayList<Tick>();
        for (var newest : history.newest()) {
            missed.addAll(missed(newest, after.get(newest.pair().toString())));
        }
        return missed;
    }

    private List<Tick> missed(Tick newest, Long seq) {
        if (seq == null || newest.seq() - seq > MAX_MISSED) {
            return List.of(newest);
        }
        return history.after(newest.pair(), seq, MAX_MISSED).orElse(List.of(newest));
    }
}
