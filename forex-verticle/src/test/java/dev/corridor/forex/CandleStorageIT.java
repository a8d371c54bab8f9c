package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Candles when processes come and go, and when the database is slow. */
class CandleStorageIT {
    private static final Map<String, String> FAST = Map.of("TICK_INTERVAL", "PT0.1S");

    @Test
    void a_process_that_follows_answers_the_same_and_goes_on_when_it_takes_over() {
        try (var first = new RunningForex(FAST);
                var second = first.another(FAST)) {
            awaitClosed(second, 3);
            var known = closed(first).subList(0, 3);
            second.until(() -> closed(second).containsAll(known));
            assertThat(candles(second, "1h").getJsonObject(0).getBoolean("complete"))
                    .isFalse();
            var before = Instant.parse(time(known.get(2)));

            first.stop();
            second.until(() -> closed(second).stream()
                            .filter(candle -> Instant.parse(time(candle)).isAfter(before.plusSeconds(1)))
                            .filter(candle -> !candle.getBoolean("gap"))
                            .count()
                    >= 3);

            var all = closed(second);
            // Where the first process was late for all ticks of a second, and told a gap, the second one may have them.
            assertThat(all)
                    .containsAll(known.stream()
                            .filter(candle -> !candle.getBoolean("gap"))
                            .toList());
            assertConsecutive(all);
            assertThat(all.subList(1, all.size()).stream().filter(candle -> candle.getBoolean("partial")))
                    .as("the one whose last ticks only the other process had")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void a_restart_keeps_what_was_and_says_what_nobody_saw() {
        try (var first = new RunningForex(FAST)) {
            awaitClosed(first, 4);
            var known = closed(first).subList(0, 3);
            first.stop();
            var stoppedAt = Instant.now();
            first.until(() -> Instant.now().isAfter(stoppedAt.plusSeconds(2)));

            try (var second = first.another(FAST)) {
                var last = Instant.parse(time(known.get(2)));
                second.until(() -> closed(second).stream()
                        .anyMatch(candle -> Instant.parse(time(candle)).isAfter(last)
                                && !candle.getBoolean("gap")
                                && !candle.getBoolean("partial")
                                && Instant.parse(time(candle)).isAfter(last.plusSeconds(4))));

                var all = closed(second);
                assertThat(all).containsAll(known);
                assertConsecutive(all);
                var unseen = all.stream()
                        .filter(candle -> candle.getBoolean("partial"))
                        .toList();
                assertThat(unseen).hasSizeGreaterThanOrEqualTo(3);
                assertConsecutive(unseen.subList(1, unseen.size()));
                assertThat(unseen).anySatisfy(candle -> assertThat(candle.getBoolean("gap"))
                        .isTrue());
                assertThat(candles(second, "1d").getJsonObject(0).getBoolean("partial"))
                        .isTrue();
            }
        }
    }

    @Test
    void while_the_database_takes_no_candles_ticks_go_on_and_the_candles_are_kept_later() {
        try (var forex = new RunningForex(FAST);
                var stream = forex.stream()) {
            stream.send("{\"subscribe\":[\"USD/EUR\"]}").next("snapshot");
            forex.awaitMetric("corridor_forex_candles_written_total", 56);
            var owner = forex.databaseAsOwner();
            var lock = owner.pool().getConnection().await();
            run(lock, "begin").await();
            run(lock, "lock table candle in access exclusive mode").await();
            forex.awaitMetric("corridor_forex_candles_waiting", 200);

            var ticks = stream.take(20);
            assertThat(ticks).extracting(tick -> tick.getString("type")).containsOnly("tick");

            run(lock, "rollback").await();
            lock.close().await();
            forex.until(() -> forex.metric("corridor_forex_candles_waiting") < 100);
            assertThat(forex.metric("corridor_forex_candles_dropped_total")).isZero();
            var all = closed(forex);
            assertConsecutive(all);
            assertThat(all.subList(1, all.size()))
                    .allSatisfy(candle -> assertThat(candle.getBoolean("gap")).isFalse());
            owner.close().await();
        }
    }

    @Test
    void candles_are_removed_when_they_are_old_enough() {
        try (var forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.1S", "CANDLE_KEEP_1S", "PT5S"))) {
            awaitClosed(forex, 3);
            var first = time(closed(forex).get(0));

            forex.until(() -> !time(closed(forex).get(0)).equals(first));
        }
    }

    private static Future<?> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute();
    }

    private static void awaitClosed(RunningForex forex, int count) {
        forex.until(() -> closed(forex).size() >= count);
    }

    private static List<JsonObject> closed(RunningForex forex) {
        return all(candles(forex, "1s"))
                .filter(candle -> candle.getBoolean("complete"))
                .toList();
    }

    private static JsonArray candles(RunningForex forex, String granularity) {
        return forex.get("/candles?pair=USD/EUR&granularity=" + granularity)
                .json()
                .getJsonArray("candles");
    }

    private static Stream<JsonObject> all(JsonArray candles) {
        return candles.stream().map(JsonObject.class::cast);
    }

    private static String time(JsonObject candle) {
        return candle.getString("time");
    }

    private static void assertConsecutive(List<JsonObject> candles) {
        var first = Instant.parse(time(candles.get(0)));
        for (int i = 0; i < candles.size(); i++) {
            assertThat(time(candles.get(i))).isEqualTo(first.plusSeconds(i).toString());
        }
    }
}
