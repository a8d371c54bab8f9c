package dev.corridor.forex.engine.domain;

import java.util.List;

/**
 * Ticks of one step of the engine, sent as one message on the event bus.
 *
 * @param step a receiver of this batch has every tick up to this step; 0: more batches of the step follow
 */
public record TickBatch(long step, List<Tick> ticks) {
    /** Address on the event bus to which every step is published. */
    public static final String PUBLISHED = "corridor.forex.ticks";
    /** Address on the event bus that answers with the last tick of every pair. */
    public static final String LATEST = "corridor.forex.ticks.latest";

    public TickBatch {
        ticks = List.copyOf(ticks);
    }
}
