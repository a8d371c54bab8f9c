package dev.corridor.forex.live;

import dev.corridor.forex.domain.Tick;
import java.util.List;

/** The ticks of one step of the engine, as one message of the event bus. */
public record TickBatch(List<Tick> ticks) {
    /** Published at every step. */
    static final String PUBLISHED = "corridor.forex.ticks";
    /** Asks the engine for the last tick of every pair. */
    static final String LATEST = "corridor.forex.ticks.latest";

    public TickBatch {
        ticks = List.copyOf(ticks);
    }
}
