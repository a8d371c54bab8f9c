package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.config.InvalidSetting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service whose source of prices is a recording. */
class RecordedPricesIT {
    @TempDir
    Path folder;

    @Test
    void every_transport_serves_the_recorded_prices() throws IOException {
        var file = file(
                "2026-01-05T08:00:00Z,USD/EUR,0.9301,0.9401",
                "2026-01-05T08:00:00Z,EUR/USD,1.0601,1.0701",
                "2026-01-05T08:01:00Z,USD/EUR,0.9302,0.9402");
        try (var forex =
                        new RunningForex(Map.of("TICK_SOURCE", file, "TICK_SPEED", "100", "TICK_INTERVAL", "PT0.05S"));
                var client = forex.stream()) {
            client.send("{\"list\":true}");
            assertThat(client.next("pairs").getJsonArray("pairs")).containsExactlyInAnyOrder("USD/EUR", "EUR/USD");

            client.send("{\"subscribe\":[\"USD/EUR\"]}");
            long seq = client.next("snapshot").getLong("seq");
            for (int i = 1; i <= 5; i++) {
                var tick = client.next("tick");
                assertThat(tick.getLong("seq")).isEqualTo(seq + i);
                assertThat(tick.getString("bid")).isIn("0.9301", "0.9302");
                assertThat(tick.getString("ask")).isIn("0.9401", "0.9402");
            }

            var instruments = forex.get("/instruments").json().getJsonArray("instruments");
            assertThat(instruments).hasSize(2);
            assertThat(instruments.getJsonObject(0).getString("pair")).isEqualTo("USD/EUR");
            assertThat(instruments.getJsonObject(0).getInteger("decimals")).isEqualTo(4);
            assertThat(instruments.getJsonObject(0).getValue("volatility")).isNull();

            var request = new JsonObject().put("from", "EUR").put("to", "USD").put("amount", "100.00");
            var quote = forex.post("/quotes", request.encode(), forex.token("forex:trade"));
            assertThat(quote.json().getJsonObject("target").getString("amount"))
                    .as(quote.body())
                    .isEqualTo("106.01");
        }
    }

    @Test
    void a_malformed_line_fails_the_start_and_is_named() throws IOException {
        var file = file("2026-01-05T08:00:00Z,USD/EUR,0.9301,0.9401", "2026-01-05T08:00:01Z,USD/EUR,0.9301");

        assertThatThrownBy(() -> new RunningForex(Map.of("TICK_SOURCE", file)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("TICK_SOURCE")
                .hasMessageContaining("line 2 of ")
                .hasMessageContaining("it has 3 fields");
    }

    private String file(String... lines) throws IOException {
        return "file:" + Files.write(folder.resolve("recording.csv"), List.of(lines));
    }
}
