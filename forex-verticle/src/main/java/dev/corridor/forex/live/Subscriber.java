package dev.corridor.forex.live;

import dev.corridor.forex.domain.Pair;
import io.micrometer.core.instrument.Counter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One client's subscriptions. While its connection takes no more, the newest tick per pair waits for it and older ones are
 * dropped, so that a slow client costs a bounded amount of memory and nobody else's time. Belongs to one event loop.
 */
public final class Subscriber {
    private final Outlet outlet;
    /** Pairs whose snapshot has not been sent yet. */
    private final Set<Pair> unopened = new HashSet<>();

    private final Set<Pair> pairs = new HashSet<>();
    private final Map<Pair, TickFrame> waiting = new LinkedHashMap<>();
    private final Counter conflated;

    /** A client's connection, whatever it speaks. */
    public interface Outlet {
        boolean isFull();

        /** The first message of a subscription. */
        void snapshot(TickFrame frame);

        void tick(TickFrame frame);
    }

    /** @param conflated counts the ticks that were dropped because a newer one came first */
    Subscriber(Outlet outlet, Counter conflated) {
        this.outlet = outlet;
        this.conflated = conflated;
    }

    public Set<Pair> pairs() {
        return pairs;
    }

    /** To be called when the connection takes more again. */
    public void drained() {
        var frames = waiting.values().iterator();
        while (frames.hasNext() && !outlet.isFull()) {
            var frame = frames.next();
            frames.remove();
            send(frame);
        }
    }

    void opened(TickFrame first) {
        pairs.add(first.tick().pair());
        unopened.add(first.tick().pair());
        offer(first);
    }

    void closed(Pair pair) {
        pairs.remove(pair);
        unopened.remove(pair);
        waiting.remove(pair);
    }

    void offer(TickFrame frame) {
        if (waiting.isEmpty() && !outlet.isFull()) {
            send(frame);
        } else if (waiting.put(frame.tick().pair(), frame) != null) {
            conflated.increment();
        }
    }

    private void send(TickFrame frame) {
        if (unopened.remove(frame.tick().pair())) {
            outlet.snapshot(frame);
        } else {
            outlet.tick(frame);
        }
    }
}
