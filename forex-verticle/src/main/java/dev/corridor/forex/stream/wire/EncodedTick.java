package dev.corridor.forex.stream.wire;

import dev.corridor.forex.engine.domain.Tick;

/**
 * Tick together with its encodings. Each transport's encoding is made when the first subscriber needs it and is shared
 * by all others. Belongs to one event loop.
 */
public final class EncodedTick {
    private final Tick tick;
    private final String epoch;
    /** The newest of a short list: one encoding for each format in use. */
    private Encoding encodings;

    private record Encoding(TickFormat<?> format, Object encoded, Encoding next) {}

    /** @param epoch life of the sequence numbers */
    public EncodedTick(Tick tick, String epoch) {
        this.tick = tick;
        this.epoch = epoch;
    }

    public String epoch() {
        return epoch;
    }

    public Tick tick() {
        return tick;
    }

    /** Returns the tick in the given format. */
    @SuppressWarnings("unchecked") // an encoding is stored beside the format that made it
    <E> E in(TickFormat<E> format) {
        for (var each = encodings; each != null; each = each.next) {
            if (each.format == format) {
                return (E) each.encoded;
            }
        }
        E encoded = format.encode(tick, epoch);
        encodings = new Encoding(format, encoded, encodings);
        return encoded;
    }
}
