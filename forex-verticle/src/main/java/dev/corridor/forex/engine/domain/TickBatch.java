package dev.corridor.forex.engine.domain;

import java.util.List;

/**
 * The ticks of one step of the engine, as one message of the event bus.
 *
 * @param step with this batch everything up to this step has been told; 0: more is to come
 */
public record TickBatch(long step, List<Tick> ticks) {
    /** Published at every step. */
    public static final String PUBLISHED = "corridor.forex.ticks";
    /** Asks for the last tick of every pair. */
    public static final String LATEST = "corridor.forex.ticks.latest";

    public TickBatch {
        ticks = List.copyOf(ticks);
    }
}
