package dev.corridor.forex.stream.wire;

import dev.corridor.forex.engine.wire.TickMessages;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.forex.v1.Tick;

/** Ticks as the messages of {@code forex.v1.ForexService/StreamRates}. */
public final class TickProtos {
    private static final TickFormat<StreamRatesResponse> FORMAT = TickProtos::encode;

    private TickProtos() {}

    private static StreamRatesResponse encode(dev.corridor.forex.engine.domain.Tick tick, String epoch) {
        return response(TickMessages.toProto(tick).toBuilder().setEpoch(epoch));
    }

    private static StreamRatesResponse response(Tick.Builder tick) {
        return StreamRatesResponse.newBuilder().setTick(tick).build();
    }

    public static StreamRatesResponse snapshot(EncodedTick tick) {
        return response(tick.in(FORMAT).getTick().toBuilder().setSnapshot(true));
    }

    public static StreamRatesResponse tick(EncodedTick tick) {
        return tick.in(FORMAT);
    }

    /** Returns a message that stands for all ticks from {@code firstSeq} on. */
    public static StreamRatesResponse conflated(EncodedTick tick, long firstSeq) {
        return response(tick.in(FORMAT).getTick().toBuilder().setFirstSeq(firstSeq));
    }
}
