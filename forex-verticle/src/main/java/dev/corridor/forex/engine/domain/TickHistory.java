package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ticks of the last minutes, so that a client can go on where it was cut off. One a process; any thread. */
public final class TickHistory {
    private final Map<Pair, TickRingBuffer> tracks = new ConcurrentHashMap<>();
    private final long keepMs;

    /** @param keep how long a tick is held at least */
    public TickHistory(Duration keep) {
        this.keepMs = keep.toMillis();
    }

    /**
     * Before anybody else hears of them: whoever has heard of a tick finds it here.
     *
     * @return those that are new
     */
    public List<Tick> add(List<Tick> ticks) {
        return ticks.stream().filter(this::add).toList();
    }

    private boolean add(Tick tick) {
        return tracks.computeIfAbsent(tick.pair(), pair -> new TickRingBuffer(pair, keepMs))
                .add(tick);
    }

    /** The last tick of every pair. */
    public List<Tick> newest() {
        return tracks.values().stream().map(TickRingBuffer::newest).toList();
    }

    /**
     * The ticks that follow that one, in order, at most so many.
     *
     * @return none when it is the newest; empty when what follows it is not held any more, or it has not been yet
     */
    public Optional<List<Tick>> after(Pair pair, long seq, int most) {
        return Optional.ofNullable(tracks.get(pair)).flatMap(track -> track.after(seq, most));
    }
}
