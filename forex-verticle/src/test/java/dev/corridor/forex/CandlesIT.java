package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.corridor.forex.v1.Candle;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.Granularity;
import dev.corridor.forex.v1.ListCandlesRequest;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candles over REST, gRPC and the stream. */
class CandlesIT {
    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.1S", "INSTANCES", "2"));
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void a_candle_of_one_second_is_made_of_its_ticks() {
        try (var stream = forex.stream();
                var again = forex.stream()) {
            var snapshot = stream.send("{\"subscribe\":[\"USD/EUR\"]}").next("snapshot");
            var first = second(snapshot);
            stream.next(message -> message.containsKey("seq") && second(message).isAfter(first.plusSeconds(3)));
            var ticks = new ArrayList<JsonObject>();
            again.send(new JsonObject()
                    .put("subscribe", List.of("USD/EUR"))
                    .put("epoch", snapshot.getString("epoch"))
                    .put("after", Map.of("USD/EUR", snapshot.getLong("seq")))
                    .encode());
            var tick = again.next("tick");
            while (!second(tick).isAfter(first.plusSeconds(3))) {
                ticks.add(tick);
                tick = again.next("tick");
            }
            forex.until(
                    () -> candles("pair=USD/EUR&granularity=1s&from=" + first).size() > 4);

            var candles =
                    candles("pair=USD/EUR&granularity=1s&from=" + first.plusSeconds(1) + "&to=" + first.plusSeconds(4));

            assertThat(candles).hasSize(3);
            for (int i = 0; i < 3; i++) {
                var start = first.plusSeconds(i + 1);
                assertMadeOf(
                        candles.getJsonObject(i),
                        start,
                        ticks.stream()
                                .filter(each -> second(each).equals(start))
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1s", "1m", "5m", "15m", "1h", "1d", "M1", "D"})
    void the_last_candle_is_the_open_one(String granularity) {
        forex.until(() -> !candles("pair=USD/EUR&granularity=" + granularity).isEmpty());

        var candles = candles("pair=USD/EUR&granularity=" + granularity);

        var last = candles.getJsonObject(candles.size() - 1);
        assertThat(last.getBoolean("complete")).isFalse();
        assertThat(IntStream.range(0, candles.size() - 1).mapToObj(candles::getJsonObject))
                .allMatch(candle -> candle.getBoolean("complete"));
    }

    /** The service must not answer that a second had no ticks while its ticks are in flight. */
    @Test
    void at_every_moment_of_a_second_the_last_candle_is_the_only_open_one() {
        forex.until(() -> candles("pair=USD/EUR&granularity=1s").size() > 2);
        var seconds = new HashSet<String>();
        while (seconds.size() < 6) {
            var candles = candles("pair=USD/EUR&granularity=1s&limit=3");
            assertThat(objects(candles))
                    .extracting(candle -> candle.getBoolean("complete"))
                    .as(candles.encode())
                    .containsExactly(true, true, false);
            seconds.add(candles.getJsonObject(2).getString("time"));
        }
    }

    @Test
    void over_grpc_a_complete_and_whole_candle_never_changes() {
        forex.until(() -> candles("pair=USD/EUR&granularity=1s").size() > 2);
        var complete = new HashMap<Timestamp, Candle>();
        while (complete.size() < 5) {
            var list = forex.grpc()
                    .call(
                            ForexServiceGrpcClient.ListCandles,
                            ListCandlesRequest.newBuilder()
                                    .setPair("USD/EUR")
                                    .setGranularity(Granularity.GRANULARITY_1S)
                                    .setLimit(3)
                                    .build(),
                            forex.token("forex:read"))
                    .await();
            assertThat(list.getCandles(2).getComplete()).isFalse();
            for (var candle : list.getCandlesList().subList(0, 2)) {
                assertThat(candle.getComplete() || candle.getPartial()).isTrue();
                if (candle.getPartial()) {
                    continue;
                }
                complete.putIfAbsent(candle.getTime(), candle);
                assertThat(candle).isEqualTo(complete.get(candle.getTime()));
            }
        }
    }

    @Test
    void a_candle_whose_start_was_missed_is_partial() {
        var candles = candles("pair=USD/EUR&granularity=1d");

        assertThat(candles).hasSize(1);
        assertThat(candles.getJsonObject(0).getBoolean("partial")).isTrue();
        assertThat(candles.getJsonObject(0).getLong("ticks")).isPositive();
    }

    @Test
    void pages_follow_one_another() {
        forex.until(() -> candles("pair=GBP/USD&granularity=1s").size() > 6);
        var all = candles("pair=GBP/USD&granularity=1s");
        var from = all.getJsonObject(0).getString("time");

        var pages = new ArrayList<String>();
        var query = "/candles?pair=GBP/USD&granularity=1s&limit=2&from=" + from;
        var page = forex.get(query).json();
        while (pages.size() < 6) {
            page.getJsonArray("candles").forEach(candle -> pages.add(((JsonObject) candle).getString("time")));
            page = forex.get(query + "&cursor=" + page.getString("next_cursor")).json();
        }

        assertThat(pages)
                .isEqualTo(IntStream.range(0, 6)
                        .mapToObj(i -> Instant.parse(from).plusSeconds(i).toString())
                        .toList());
    }

    @Test
    void without_from_the_page_ends_with_the_open_candle() {
        forex.until(() -> candles("pair=USD/EUR&granularity=1s").size() > 4);

        var all = candles("pair=USD/EUR&granularity=1s");
        var candles = candles("pair=USD/EUR&granularity=1s&limit=3");

        assertThat(candles).hasSize(3);
        assertThat(candles.getJsonObject(2).getString("time"))
                .isGreaterThanOrEqualTo(all.getJsonObject(all.size() - 1).getString("time"));
        assertThat(candles.getJsonObject(2).getBoolean("complete")).isFalse();
    }

    @Test
    void only_the_requested_prices_are_returned() {
        var candle = candles("pair=USD/EUR&granularity=1m&price=bid,ask").getJsonObject(0);

        assertThat(candle.fieldNames()).containsExactly("time", "complete", "gap", "partial", "ticks", "bid", "ask");
        assertThat(candle.getJsonObject("bid").fieldNames()).containsExactly("open", "high", "low", "close");
        assertThat(candles("pair=USD/EUR&granularity=1m").getJsonObject(0).fieldNames())
                .contains("bid", "ask", "mid");
    }

    @Test
    void csv_has_one_line_per_candle() {
        forex.until(() -> candles("pair=USD/EUR&granularity=1s").size() > 3);
        var from = candles("pair=USD/EUR&granularity=1s").getJsonObject(0).getString("time");

        var csv = forex.get(
                "/candles?pair=USD/EUR&granularity=1s&price=mid&limit=2&from=" + from,
                forex.token("forex:read"),
                "text/csv");

        var lines = csv.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("time,pair,granularity,complete,gap,partial,ticks,mid_open,mid_high,mid_low,mid_close");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith(from + ",USD/EUR,1s,true,");
        assertThat(csv.headers().firstValue("next-cursor").orElse(""))
                .startsWith(Instant.parse(from).plusSeconds(2).toString());
        assertThat(csv.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pair=FOO/BAR&granularity=1m|422|unknown_pair",
                "pair=USD/USD&granularity=1m|422|unknown_pair",
                "pair=USD/EUR&granularity=2m|400|granularity_invalid",
                "pair=USD/EUR|400|invalid_request",
                "pair=USD/SEK&granularity=1s|422|granularity_unavailable",
                "pair=USD/EUR&granularity=1m&from=yesterday|400|time_invalid",
                "pair=USD/EUR&granularity=1m&from=-999999999-01-01T00:00:00Z|400|time_invalid",
                "pair=USD/EUR&granularity=1m&from=2026-01-02&to=2026-01-01|400|range_invalid",
                "pair=USD/EUR&granularity=1m&price=last|400|invalid_request",
                "pair=USD/EUR&granularity=1m&limit=0|400|invalid_request",
                "pair=USD/EUR&granularity=1m&limit=1001|400|invalid_request"
            })
    void an_invalid_query_is_refused_with_its_code(String query, int status, String code) {
        var answer = forex.get("/candles?" + query);

        assertThat(answer.json().getString("code")).as(answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void candles_need_a_token_with_the_scope() {
        assertThat(forex.get("/candles?pair=USD/EUR&granularity=1m", "").status())
                .isEqualTo(401);
        assertThat(forex.get("/candles?pair=USD/EUR&granularity=1m", forex.token("ledger:read"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void before_the_first_candle_there_are_no_candles() {
        assertThat(candles("pair=USD/EUR&granularity=1h&from=2001-01-01&to=2001-01-02"))
                .isEmpty();
    }

    @Test
    void grpc_returns_the_same_candles() {
        forex.until(() -> candles("pair=USD/EUR&granularity=1s").size() > 4);
        var rest = forex.get("/candles?pair=USD/EUR&granularity=1s&limit=3&to="
                        + candles("pair=USD/EUR&granularity=1s")
                                .getJsonObject(3)
                                .getString("time"))
                .json();
        var from = Instant.parse(rest.getJsonArray("candles").getJsonObject(0).getString("time"));

        var list = forex.grpc()
                .call(
                        ForexServiceGrpcClient.ListCandles,
                        ListCandlesRequest.newBuilder()
                                .setPair("USD/EUR")
                                .setGranularity(Granularity.GRANULARITY_1S)
                                .setFrom(ProtoTime.toProto(from))
                                .setLimit(3)
                                .build(),
                        forex.token("forex:read"))
                .await();

        assertThat(list.getCandlesCount()).isEqualTo(3);
        assertThat(list.getNextCursor())
                .isEqualTo(forex.get("/candles?pair=USD/EUR&granularity=1s&limit=3&from=" + from)
                        .json()
                        .getString("next_cursor"))
                .startsWith(from.plusSeconds(3).toString());
        for (int i = 0; i < 3; i++) {
            var candle = rest.getJsonArray("candles").getJsonObject(i);
            var message = list.getCandles(i);
            assertThat(message.getTime().getSeconds()).isEqualTo(from.getEpochSecond() + i);
            assertThat(message.getComplete()).isTrue();
            assertThat(message.getTicks()).isEqualTo(candle.getLong("ticks"));
            assertThat(message.getMid().getHigh())
                    .isEqualTo(candle.getJsonObject("mid").getString("high"));
            assertThat(message.getBid().getLow())
                    .isEqualTo(candle.getJsonObject("bid").getString("low"));
        }
    }

    @Test
    void the_stream_sends_the_open_candle_and_each_candle_when_it_closes() {
        try (var stream = forex.stream()) {
            stream.send("{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1s\",\"id\":1}");

            assertThat(stream.next())
                    .isEqualTo(new JsonObject(
                            "{\"type\":\"subscribed\",\"id\":1,\"pairs\":[\"USD/EUR\"],\"candles\":\"1s\"}"));
            assertThat(stream.next().getBoolean("complete")).isFalse();
            var closed = IntStream.range(0, 3)
                    .mapToObj(i -> stream.next(message -> message.getBoolean("complete", false)))
                    .toList();

            var first = Instant.parse(closed.get(0).getString("time"));
            assertThat(closed)
                    .extracting(candle -> candle.getString("time"))
                    .containsExactly(
                            first.toString(),
                            first.plusSeconds(1).toString(),
                            first.plusSeconds(2).toString());
            assertThat(closed)
                    .allSatisfy(candle -> assertThat(candle.getString("type")).isEqualTo("candle"));

            stream.send("{\"unsubscribe\":[\"USD/EUR\"],\"candles\":\"1s\"}").next("unsubscribed");
            stream.send("{\"ping\":1}");
            assertThat(stream.next().getString("type")).isEqualTo("pong");
        }
    }

    @Test
    void an_open_candle_is_sent_about_once_while_a_second_passes() {
        try (var stream = forex.stream()) {
            stream.send("{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1h\"}").next("candle");
            stream.send("{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1s\"}");
            int seconds = 0;
            int hours = 0;
            while (seconds < 5) {
                var candle = stream.next("candle");
                boolean isHour = candle.getString("granularity").equals("1h");
                hours += isHour ? 1 : 0;
                seconds += !isHour && candle.getBoolean("complete") ? 1 : 0;
            }

            assertThat(hours)
                    .as("not once a tick, of which there are ten a second")
                    .isBetween(3, 7);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"subscribe\":[\"USD/EUR\"],\"candles\":\"2m\"}|granularity_invalid",
                "{\"subscribe\":[\"USD/SEK\"],\"candles\":\"1s\"}|granularity_unavailable",
                "{\"subscribe\":[\"USD/EUR\"],\"candles\":1}|bad_message",
                "{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1m\",\"interval_ms\":1000}|bad_message",
                "{\"subscribe\":[\"FOO/BAR\"],\"candles\":\"1m\"}|unknown_pair"
            })
    void an_invalid_subscription_is_refused_with_its_code(String message, String code) {
        try (var stream = forex.stream()) {
            assertThat(stream.send(message).next("error").getString("code")).isEqualTo(code);
        }
    }

    private static JsonArray candles(String query) {
        var answer = forex.get("/candles?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getJsonArray("candles");
    }

    private static Stream<JsonObject> objects(JsonArray candles) {
        return candles.stream().map(JsonObject.class::cast);
    }

    private static Instant second(JsonObject tick) {
        return Instant.parse(tick.getString("time")).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void assertMadeOf(JsonObject candle, Instant start, List<JsonObject> ticks) {
        assertThat(candle.getString("time")).isEqualTo(start.toString());
        assertThat(candle.getBoolean("complete")).isTrue();
        assertThat(candle.getBoolean("partial")).isFalse();
        assertThat(candle.getInteger("ticks")).isEqualTo(ticks.size());
        for (var side : List.of("bid", "ask", "mid")) {
            var prices = ticks.stream()
                    .map(tick -> new BigDecimal(tick.getString(side)))
                    .toList();
            assertThat(candle.getJsonObject(side))
                    .isEqualTo(new JsonObject()
                            .put("open", prices.get(0).toPlainString())
                            .put(
                                    "high",
                                    prices.stream()
                                            .reduce(BigDecimal::max)
                                            .orElseThrow()
                                            .toPlainString())
                            .put(
                                    "low",
                                    prices.stream()
                                            .reduce(BigDecimal::min)
                                            .orElseThrow()
                                            .toPlainString())
                            .put("close", prices.get(prices.size() - 1).toPlainString()));
        }
    }
}
