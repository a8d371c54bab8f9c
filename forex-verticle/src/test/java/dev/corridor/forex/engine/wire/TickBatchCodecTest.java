package dev.corridor.forex.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickEngine;
import dev.corridor.forex.reference.domain.Publications;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TickBatchCodecTest {

    @Test
    public void a_batch_crosses_the_wire_unchanged() {
        var codec = new TickBatchCodec();
        var engine = new TickEngine(Publications.february(), 1);
        var batch = new TickBatch(
                7,
                engine.next(engine.opening(), Instant.parse("2026-01-01T00:00:00.25Z"))
                        .ticks());
        var wire = Buffer.buffer("before");

        codec.encodeToWire(wire, batch);

        assertThat(codec.decodeFromWire("before".length(), wire.appendString("after")))
                .isEqualTo(batch);
    }
}
