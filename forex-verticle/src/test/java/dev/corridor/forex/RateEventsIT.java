package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live rates as server-sent events. */
class RateEventsIT {
    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.05S"));
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void a_snapshot_comes_first_then_every_tick() {
        try (var lines = forex.lines("/rates/stream?pairs=USD/EUR", Map.of())) {
            var events = lines.iterator();

            var snapshot = next(events);
            assertThat(snapshot).containsEntry("event", "snapshot");
            long seq = price(snapshot).getLong("seq");
            var epoch = price(snapshot).getString("epoch");
            for (int i = 1; i <= 5; i++) {
                var tick = next(events);
                assertThat(tick).containsEntry("event", "tick").containsEntry("id", epoch + ";USD/EUR:" + (seq + i));
                assertThat(price(tick).getLong("seq")).isEqualTo(seq + i);
            }
        }
    }

    @Test
    void a_client_that_reconnects_with_the_last_id_misses_nothing() {
        String id;
        try (var lines = forex.lines("/rates/stream?pairs=USD/EUR,GBP/USD", Map.of())) {
            var events = lines.iterator();
            next(events);
            next(events);
            id = next(events).get("id");
        }
        long usdEur = Long.parseLong(id.split(",")[0].split(":")[1]);

        try (var lines = forex.lines("/rates/stream?pairs=USD/EUR,GBP/USD", Map.of("Last-Event-ID", id))) {
            var events = lines.iterator();
            var first = next(events);
            while (!price(first).getString("pair").equals("USD/EUR")) {
                first = next(events);
            }

            assertThat(first).containsEntry("event", "tick");
            assertThat(price(first).getLong("seq")).isEqualTo(usdEur + 1);
        }
    }

    @Test
    void a_cursor_of_another_life_is_a_gap_and_then_a_snapshot() {
        for (var epoch : List.of("00000000;", "")) {
            var id = Map.of("Last-Event-ID", epoch + "USD/EUR:1");
            try (var lines = forex.lines("/rates/stream?pairs=USD/EUR", id)) {
                var events = lines.iterator();

                assertThat(next(events)).containsEntry("event", "gap");
                assertThat(next(events)).containsEntry("event", "snapshot");
            }
        }
    }

    @Test
    void a_foreign_id_starts_with_a_snapshot() {
        try (var lines = forex.lines("/rates/stream?pairs=USD/EUR", Map.of("Last-Event-ID", "nonsense"))) {
            assertThat(next(lines.iterator())).containsEntry("event", "snapshot");
        }
    }

    @Test
    void with_an_interval_a_tick_has_the_first_seq_that_it_stands_for() {
        try (var lines = forex.lines("/rates/stream?pairs=USD/EUR&interval_ms=500", Map.of())) {
            var events = lines.iterator();
            long seq = price(next(events)).getLong("seq");

            assertThat(price(next(events)).getLong("first_seq")).isEqualTo(seq + 1);
        }
    }

    @Test
    void a_stream_that_cannot_be_served_is_a_problem() {
        assertThat(code("/rates/stream?pairs=FOO/BAR")).isEqualTo("unknown_pair");
        assertThat(code("/rates/stream?pairs=*")).isEqualTo("too_many_pairs");
        assertThat(forex.get("/rates/stream").status()).isEqualTo(400);
        assertThat(forex.get("/rates/stream?pairs=USD/EUR&interval_ms=1").status())
                .isEqualTo(400);
        assertThat(forex.get("/rates/stream?pairs=USD/EUR", "").status()).isEqualTo(401);
        assertThat(forex.get("/rates/stream?pairs=USD/EUR", forex.token("ledger:read"))
                        .status())
                .isEqualTo(403);
    }

    private static String code(String path) {
        return forex.get(path).json().getString("code");
    }

    private static JsonObject price(Map<String, String> event) {
        return new JsonObject(event.get("data"));
    }

    /** Returns the fields of the next event, and skips comments. */
    private static Map<String, String> next(Iterator<String> lines) {
        var fields = new LinkedHashMap<String, String>();
        while (true) {
            var line = lines.next();
            if (line.isEmpty() && !fields.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
    }
}
