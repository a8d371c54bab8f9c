package dev.corridor.forex.stream.wire;

import dev.corridor.forex.engine.wire.TickMessages;
import dev.corridor.forex.v1.Tick;

/** Ticks as the messages of {@code forex.v1.ForexService/StreamRates}. */
public final class TickProtos {
    private static final TickFormat<Tick> FORMAT = TickProtos::encode;

    private TickProtos() {}

    private static Tick encode(dev.corridor.forex.engine.domain.Tick tick, String epoch) {
        return TickMessages.toProto(tick).toBuilder().setEpoch(epoch).build();
    }

    public static Tick snapshot(EncodedTick tick) {
        return tick.in(FORMAT).toBuilder().setSnapshot(true).build();
    }

    public static Tick tick(EncodedTick tick) {
        return tick.in(FORMAT);
    }

    /** Returns a message that stands for all ticks from {@code firstSeq} on. */
    public static Tick conflated(EncodedTick tick, long firstSeq) {
        return tick.in(FORMAT).toBuilder().setFirstSeq(firstSeq).build();
    }
}
