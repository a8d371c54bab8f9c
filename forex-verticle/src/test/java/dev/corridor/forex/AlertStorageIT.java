package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Alerts when processes start and stop. */
class AlertStorageIT {
    private static final Map<String, String> FAST = Map.of("TICK_INTERVAL", "PT0.1S");
    private static final String FAR_ABOVE = "{\"pair\":\"USD/EUR\",\"price\":\"1000\",\"direction\":\"above\"}";
    private static final String ALREADY_REACHED = "{\"pair\":\"USD/EUR\",\"price\":\"0.01\",\"direction\":\"above\"}";

    @Test
    void an_alert_created_at_one_process_triggers_in_another_and_both_notify() {
        try (var engine = new RunningForex(FAST);
                var other = engine.another(FAST);
                var here = engine.stream();
                var there = other.stream()) {
            var token = engine.tokenOf("ada", "forex:read");
            here.send("{\"authenticate\":\"" + token + "\"}").next("authenticated");
            there.send("{\"authenticate\":\"" + token + "\"}").next("authenticated");

            var id = other.post("/alerts", ALREADY_REACHED, token).json().getString("id");

            assertThat(there.next("alert").getString("id")).isEqualTo(id);
            assertThat(here.next("alert").getString("id")).isEqualTo(id);
            assertThat(eventsOf(engine, id)).isEqualTo(1);
        }
    }

    @Test
    void a_price_crossed_while_no_process_ran_triggers_on_the_first_tick_after() {
        try (var first = new RunningForex(FAST)) {
            var token = first.tokenOf("ada", "forex:read");
            var crossed = first.post("/alerts", FAR_ABOVE, token).json().getString("id");
            var waiting = first.post("/alerts", FAR_ABOVE, token).json().getString("id");
            first.stop();
            moveToReachedPrice(first, crossed);

            try (var second = first.another(FAST)) {
                second.until(() -> status(second, crossed, token).equals("triggered"));

                assertThat(status(second, waiting, token)).isEqualTo("active");
                assertThat(eventsOf(second, crossed)).isEqualTo(1);
                assertThat(eventsOf(second, waiting)).isZero();
            }
        }
    }

    /** Moves the price of an alert to one that is reached already. */
    private static void moveToReachedPrice(RunningForex forex, String id) {
        var database = forex.databaseAsOwner();
        database.pool()
                .preparedQuery("update alert set price = 0.01 where id = $1")
                .execute(Tuple.of(UUID.fromString(id)))
                .await();
        database.close().await();
    }

    private static String status(RunningForex forex, String id, String token) {
        return forex.get("/alerts/" + id, token).json().getString("status");
    }

    private static long eventsOf(RunningForex forex, String id) {
        var database = forex.databaseAsOwner();
        var rows = database.pool()
                .preparedQuery("select count(*) as events from outbox_event where event_key = $1")
                .execute(Tuple.of(id))
                .await();
        database.close().await();
        return rows.iterator().next().getLong("events");
    }
}
