package dev.corridor.forex.engine.wire;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.v1.FollowEngineResponse;
import dev.corridor.kit.value.ProtoTime;
import java.math.BigDecimal;

/** Converts ticks and batches of ticks to and from their protobuf messages. */
public final class TickMessages {
    private TickMessages() {}

    public static dev.corridor.forex.v1.Tick toProto(Tick tick) {
        return dev.corridor.forex.v1.Tick.newBuilder()
                .setPair(tick.pair().toString())
                .setBid(tick.bid().toPlainString())
                .setAsk(tick.ask().toPlainString())
                .setMid(tick.mid().toPlainString())
                .setTime(ProtoTime.toProto(tick.time()))
                .setSeq(tick.seq())
                .build();
    }

    public static Tick fromProto(dev.corridor.forex.v1.Tick tick) {
        return new Tick(
                Pair.parse(tick.getPair()),
                new BigDecimal(tick.getBid()),
                new BigDecimal(tick.getAsk()),
                new BigDecimal(tick.getMid()),
                ProtoTime.fromProto(tick.getTime()),
                tick.getSeq());
    }

    public static FollowEngineResponse toProto(TickBatch batch) {
        var message = FollowEngineResponse.newBuilder().setStep(batch.step());
        batch.ticks().forEach(tick -> message.addTicks(toProto(tick)));
        return message.build();
    }

    public static TickBatch fromProto(FollowEngineResponse batch) {
        return new TickBatch(
                batch.getStep(),
                batch.getTicksList().stream().map(TickMessages::fromProto).toList());
    }
}
