package dev.corridor.forex.engine.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.v1.EngineBatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Carries tick batches: within a process as they are, between processes as a length and a {@code forex.v1.EngineBatch}. */
public final class TickBatchCodec implements MessageCodec<TickBatch, TickBatch> {

    @Override
    public void encodeToWire(Buffer wire, TickBatch batch) {
        byte[] bytes = TickMessages.toProto(batch).toByteArray();
        wire.appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    public TickBatch decodeFromWire(int position, Buffer wire) {
        int start = position + Integer.BYTES;
        try {
            return TickMessages.fromProto(EngineBatch.parseFrom(wire.getBytes(start, start + wire.getInt(position))));
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalArgumentException("not a batch of ticks", malformed);
        }
    }

    @Override
    public TickBatch transform(TickBatch batch) {
        return batch;
    }

    @Override
    public String name() {
        return TickBatch.class.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
