package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** History of the last minutes' ticks, from which an interrupted client resumes. One a process; any thread. */
public final class TickHistory {
    private final Map<Pair, TickRingBuffer> buffers = new ConcurrentHashMap<>();
    private final long retentionMs;
    private volatile String epoch = "";

    /** @param retention how long a tick is available at least */
    public TickHistory(Duration retention) {
        this.retentionMs = retention.toMillis();
    }

    /** Sets the life of the sequence numbers. Called before the first tick is added. */
    public void setEpoch(String epoch) {
        this.epoch = epoch;
    }

    /** Returns the life of the sequence numbers: a seq of another epoch is no position in this history. */
    public String epoch() {
        return epoch;
    }

    /**
     * Adds ticks. Called before they are published, so that every published tick is in the history.
     *
     * @return the ticks that are new
     */
    public List<Tick> add(List<Tick> ticks) {
        return ticks.stream().filter(this::add).toList();
    }

    private boolean add(Tick tick) {
        return buffers.computeIfAbsent(tick.pair(), pair -> new TickRingBuffer(pair, retentionMs))
                .add(tick);
    }

    /** Returns the last tick of every pair. */
    public List<Tick> newest() {
        return buffers.values().stream().map(TickRingBuffer::newest).toList();
    }

    /**
     * Returns the ticks after a sequence number, in order, at most {@code limit} of them.
     *
     * @return an empty list when {@code seq} is the newest; empty when the next tick is no longer available, or {@code
     *     seq} is beyond the newest
     */
    public Optional<List<Tick>> after(Pair pair, long seq, int limit) {
        return Optional.ofNullable(buffers.get(pair)).flatMap(buffer -> buffer.after(seq, limit));
    }
}
