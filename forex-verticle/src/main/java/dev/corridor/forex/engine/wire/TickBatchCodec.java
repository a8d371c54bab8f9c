package dev.corridor.forex.engine.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.v1.FollowEngineResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Event bus codec of tick batches. Within a process a batch is passed on as it is; between processes it is a length and
 * a {@code forex.v1.EngineBatch}.
 */
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
            return TickMessages.fromProto(
                    FollowEngineResponse.parseFrom(wire.getBytes(start, start + wire.getInt(position))));
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalArgumentException("The message is not a batch of ticks.", malformed);
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
