package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Storing of candles when processes start and stop, and when the database is slow. */
class CandleStorageIT {
    private static final Map<String, String> FAST = Map.of("TICK_INTERVAL", "PT0.1S");

    @Test
    void a_second_process_returns_the_same_candles_and_continues_when_it_takes_over() {
        try (var first = new RunningForex(FAST);
                var second = first.another(FAST)) {
            awaitClosed(second, 3);
            var known = closed(first).subList(0, 3);
            second.until(() -> closed(second).containsAll(known));
            assertThat(candles(second, "1h").getJsonObject(0).getBoolean("complete"))
                    .isFalse();
            var before = time(known.get(2));

            first.stop();
            second.until(() -> closed(second).stream()
                            .filter(candle -> time(candle).isAfter(before.plusSeconds(1)))
                            .filter(candle -> !candle.getBoolean("gap"))
                            .count()
                    >= 3);

            var all = closed(second);
            // Where all ticks of a second arrived late in the first process, the second process may have them.
            assertThat(all)
                    .containsAll(known.stream()
                            .filter(candle -> !candle.getBoolean("gap"))
                            .toList());
            assertConsecutive(all);
            var partial = all.subList(1, all.size()).stream()
                    .filter(candle -> candle.getBoolean("partial"))
                    .toList();
            // Ticks that only the first process had: of the candle that was open when the first tick of the second
            // process
            // arrived, of that tick's own candle, or of those between.
            assertConsecutive(partial);
        }
    }

    @Test
    void after_a_restart_stored_candles_are_unchanged_and_the_outage_is_partial() {
        try (var first = new RunningForex(FAST)) {
            awaitClosed(first, 4);
            var known = closed(first).subList(0, 3);
            awaitStored(first, known);
            first.stop();
            var stopped = Instant.now();
            await("an outage of at least two whole seconds")
                    .until(() -> Instant.now().isAfter(stopped.plusSeconds(3)));

            try (var second = first.another(FAST)) {
                var last = time(known.get(2));
                second.until(() -> closed(second).stream()
                        .anyMatch(candle -> !candle.getBoolean("gap")
                                && !candle.getBoolean("partial")
                                && time(candle).isAfter(last.plusSeconds(4))));

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
                awaitStored(second, all);
            }
        }
    }

    @Test
    void while_the_candle_table_is_locked_ticks_continue_and_candles_are_stored_later() {
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
            assertThat(gaps(all.subList(1, all.size())))
                    .as("gaps in seconds in which the stream had ticks")
                    .doesNotContainAnyElementsOf(secondsOf(ticks, stream, time(all.get(all.size() - 1))));
            awaitStored(owner, all);
            owner.close().await();
        }
    }

    @Test
    void candles_are_deleted_after_their_retention() {
        try (var forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.1S", "CANDLE_RETENTION_1S", "PT5S"))) {
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

    private static void awaitStored(RunningForex forex, List<JsonObject> closed) {
        var owner = forex.databaseAsOwner();
        awaitStored(owner, closed);
        owner.close().await();
    }

    /** Waits until the table has every candle that has ticks. */
    private static void awaitStored(Database owner, List<JsonObject> closed) {
        var expected = closed.stream()
                .filter(candle -> !candle.getBoolean("gap"))
                .map(CandleStorageIT::time)
                .toList();
        await("candles in the table").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(stored(owner))
                .containsAll(expected));
    }

    private static Set<Instant> stored(Database owner) {
        return owner
                .pool()
                .query("select started_at from candle where pair = 'USD/EUR' and granularity = '1s'")
                .execute()
                .await()
                .stream()
                .map(row -> row.getOffsetDateTime("started_at").toInstant())
                .collect(Collectors.toSet());
    }

    /** The seconds up to the last one in which a stream received ticks. */
    private static Set<Instant> secondsOf(List<JsonObject> ticks, StreamClient stream, Instant last) {
        var seconds = new HashSet<Instant>();
        ticks.forEach(tick -> seconds.add(second(tick)));
        for (var tick = stream.next("tick"); !second(tick).isAfter(last); tick = stream.next("tick")) {
            seconds.add(second(tick));
        }
        return seconds;
    }

    private static Instant second(JsonObject tick) {
        return time(tick).truncatedTo(ChronoUnit.SECONDS);
    }

    private static List<Instant> gaps(List<JsonObject> candles) {
        return candles.stream()
                .filter(candle -> candle.getBoolean("gap"))
                .map(CandleStorageIT::time)
                .toList();
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

    private static Instant time(JsonObject message) {
        return Instant.parse(message.getString("time"));
    }

    private static void assertConsecutive(List<JsonObject> candles) {
        for (int i = 1; i < candles.size(); i++) {
            assertThat(time(candles.get(i))).isEqualTo(time(candles.get(0)).plusSeconds(i));
        }
    }
}
