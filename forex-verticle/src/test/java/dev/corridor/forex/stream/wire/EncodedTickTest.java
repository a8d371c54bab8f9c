package dev.corridor.forex.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EncodedTickTest {
    private final EncodedTick tick = new EncodedTick(
            new Tick(
                    Pair.parse("USD/EUR"),
                    new BigDecimal("0.937265"),
                    new BigDecimal("0.938203"),
                    new BigDecimal("0.937734"),
                    Instant.parse("2026-01-05T08:00:00.250Z"),
                    41),
            "1f9c2ab0");

    @Test
    void subscribers_of_a_transport_share_one_encoding() {
        assertThat(tick.in(TickJson.FORMAT)).isSameAs(tick.in(TickJson.FORMAT));
        assertThat(tick.in(TickJson.FORMAT).tick())
                .isSameAs(tick.in(TickJson.FORMAT).tick());
        assertThat(TickProtos.tick(tick)).isSameAs(TickProtos.tick(tick));
    }

    @Test
    void a_tick_is_the_same_json_over_websocket_and_as_an_event() {
        var json = "{\"type\":\"tick\",\"pair\":\"USD/EUR\",\"bid\":\"0.937265\",\"ask\":\"0.938203\","
                + "\"mid\":\"0.937734\",\"time\":\"2026-01-05T08:00:00.250Z\","
                + "\"epoch\":\"1f9c2ab0\",\"seq\":41}";

        assertThat(TickFrames.tick(tick).textData()).isEqualTo(json);
        assertThat(TickEvents.tick(tick)).isEqualTo(json);
    }

    @Test
    void a_snapshot_names_itself() {
        assertThat(TickFrames.snapshot(tick).textData()).startsWith("{\"type\":\"snapshot\",\"pair\":\"USD/EUR\"");
        assertThat(TickEvents.snapshot(tick)).startsWith("{\"type\":\"snapshot\",\"pair\":\"USD/EUR\"");
        assertThat(TickProtos.snapshot(tick).getTick().getSnapshot()).isTrue();
        assertThat(TickProtos.snapshot(tick).getTick().getEpoch()).isEqualTo("1f9c2ab0");
    }

    @Test
    void a_conflated_tick_names_the_first_seq_that_it_stands_for() {
        assertThat(TickFrames.conflated(tick, 39).textData()).endsWith("\"seq\":41,\"first_seq\":39}");
        assertThat(TickEvents.conflated(tick, 40)).endsWith("\"seq\":41,\"first_seq\":40}");
        assertThat(TickProtos.conflated(tick, 39).getTick().getFirstSeq()).isEqualTo(39);
    }
}
