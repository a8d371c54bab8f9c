package dev.corridor.forex.stream.wire;

import dev.corridor.forex.engine.domain.Tick;

/**
 * Format in which a transport sends ticks. Each format is one constant, since {@link EncodedTick} finds an encoding by
 * the identity of its format.
 *
 * @param <E> an encoded tick
 */
@FunctionalInterface
interface TickFormat<E> {
    E encode(Tick tick, String epoch);
}
