package dev.corridor.forex.live;

import dev.corridor.forex.domain.Tick;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;

/** Carries tick batches: within a process as they are, between processes as a length and delimited {@code forex.v1.Tick}. */
public final class TickBatchCodec implements MessageCodec<TickBatch, TickBatch> {

    @Override
    public void encodeToWire(Buffer wire, TickBatch batch) {
        var bytes = new ByteArrayOutputStream();
        try {
            for (Tick tick : batch.ticks()) {
                ProtoTick.toProto(tick).writeDelimitedTo(bytes);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        wire.appendInt(bytes.size()).appendBytes(bytes.toByteArray());
    }

    @Override
    public TickBatch decodeFromWire(int position, Buffer wire) {
        int length = wire.getInt(position);
        int start = position + Integer.BYTES;
        var in = new ByteArrayInputStream(wire.getBytes(start, start + length));
        var ticks = new ArrayList<Tick>();
        try {
            while (in.available() > 0) {
                ticks.add(ProtoTick.fromProto(dev.corridor.forex.v1.Tick.parseDelimitedFrom(in)));
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        return new TickBatch(ticks);
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
