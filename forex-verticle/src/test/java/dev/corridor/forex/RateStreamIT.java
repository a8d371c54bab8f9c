package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.Tick;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateStreamIT {
    private static final String SUBSCRIBERS_LEFT = "corridor_forex_subscribers_left_total";

    private static RunningForex forex;

    private StreamClient client;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of(
                "INSTANCES", "2",
                "TICK_INTERVAL", "PT0.02S",
                "STREAM_MAX_MESSAGES_PER_SECOND", "30",
                "STREAM_HEARTBEAT", "PT1S"));
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @BeforeEach
    void connect() {
        client = forex.stream();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void a_subscription_is_confirmed_then_comes_a_snapshot_then_ticks_in_order() {
        client.send("{\"subscribe\":[\"USD/EUR\"],\"id\":\"mine\"}");

        assertThat(client.next())
                .isEqualTo(new JsonObject()
                        .put("type", "subscribed")
                        .put("id", "mine")
                        .put("pairs", new JsonArray().add("USD/EUR")));
        var messages = client.take(11);
        assertThat(messages)
                .extracting(message -> message.getString("type"))
                .startsWith("snapshot", "tick")
                .doesNotContain("error");
        assertThat(messages.subList(1, 11))
                .allSatisfy(tick -> assertThat(tick.getString("type")).isEqualTo("tick"));
        assertConsecutive(messages);
        assertThat(messages).allSatisfy(tick -> assertThat(new BigDecimal(tick.getString("mid")))
                .isBetween(new BigDecimal(tick.getString("bid")), new BigDecimal(tick.getString("ask"))));
    }

    @Test
    void every_message_has_the_fields_of_the_contract() {
        client.send("{\"subscribe\":[\"USD/EUR\"]}").next("subscribed");

        assertThat(client.next("snapshot").fieldNames())
                .containsExactly("type", "pair", "bid", "ask", "mid", "time", "epoch", "seq");
    }

    @Test
    void an_asterisk_subscribes_to_every_pair() {
        client.send("{\"list\":true}");
        var pairs = client.next("pairs").getJsonArray("pairs");

        client.send("{\"subscribe\":[\"*\"]}");

        assertThat(client.next("subscribed").getJsonArray("pairs"))
                .isEqualTo(pairs)
                .hasSizeGreaterThan(500);
        var snapshots = IntStream.range(0, pairs.size())
                .mapToObj(i -> client.next("snapshot").getString("pair"));
        assertThat(snapshots.collect(Collectors.toSet())).hasSize(pairs.size());
    }

    @Test
    void an_unsubscribed_pair_is_silent() {
        client.send("{\"subscribe\":[\"USD/EUR\",\"GBP/USD\"]}").next("tick");

        client.send("{\"unsubscribe\":[\"USD/EUR\"],\"id\":7}");

        assertThat(client.next("unsubscribed"))
                .isEqualTo(new JsonObject()
                        .put("type", "unsubscribed")
                        .put("id", 7)
                        .put("pairs", new JsonArray().add("USD/EUR")));
        assertThat(client.take(20)).extracting(tick -> tick.getString("pair")).containsOnly("GBP/USD");
    }

    @Test
    void a_ping_is_answered_by_a_pong() {
        client.send("{\"ping\":[1,{\"two\":3}],\"id\":1}");

        assertThat(client.next()).isEqualTo(new JsonObject("{\"type\":\"pong\",\"id\":1,\"ping\":[1,{\"two\":3}]}"));
    }

    @Test
    void a_quiet_connection_receives_heartbeats() {
        assertThat(client.take(2)).extracting(JsonObject::encode).containsOnly("{\"type\":\"heartbeat\"}");
    }

    @Test
    void an_unknown_pair_is_an_error_and_the_others_are_subscribed() {
        client.send("{\"subscribe\":[\"FOO/BAR\",\"USD/EUR\"],\"id\":1}");

        assertThat(client.next("subscribed").getJsonArray("pairs")).containsExactly("USD/EUR");
        var error = client.next("error");
        assertThat(error.getString("code")).isEqualTo("unknown_pair");
        assertThat(error.getInteger("id")).isEqualTo(1);
        assertThat(error.getJsonArray("pairs")).containsExactly("FOO/BAR");
        assertThat(client.next("tick").getString("pair")).isEqualTo("USD/EUR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{",
                "[]",
                "1",
                "null",
                "{}",
                "{\"subscribe\":\"USD/EUR\"}",
                "{\"subscribe\":[]}",
                "{\"subscribe\":[1]}",
                "{\"subscribe\":null}",
                "{\"subscribe\":[\"USD/EUR\"],\"list\":true}",
                "{\"list\":false}",
                "{\"ping\":1,\"id\":{}}",
                "{\"ping\":1} {\"ping\":2}",
                "{\"ping\":1,\"ping\":2}",
                "{\"subscribe\":[\"a pair with a very long name\"]}",
                "{\"ping\":\"\\u0000\"}",
                "{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":99}",
                "{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":\"1000\"}",
                "{\"subscribe\":[\"USD/EUR\"],\"after\":7}",
                "{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":-1}}",
                "{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":1.5}}"
            })
    void a_bad_message_is_answered_and_the_connection_stays_open(String message) {
        client.send(message);

        assertThat(client.next().getString("code")).isEqualTo("bad_message");
        assertThat(client.send("{\"ping\":1}").next().getString("type")).isEqualTo("pong");
    }

    @Test
    void deep_nesting_is_a_bad_message() {
        client.send("{\"ping\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}");

        assertThat(client.next().getString("code")).isEqualTo("bad_message");
    }

    @Test
    void a_binary_message_is_a_bad_message() {
        client.sendBinary(new byte[] {0, 1, 2, (byte) 0xff});

        assertThat(client.next().getString("code")).isEqualTo("bad_message");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void a_message_that_is_too_long_is_a_bad_message() {
        client.send("{\"ping\":\"" + "x".repeat(4_096) + "\"}");

        assertThat(client.next().getString("code")).isEqualTo("bad_message");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void too_many_subscriptions_are_refused_as_a_whole() {
        client.send("{\"subscribe\":[\"*\"],\"candles\":\"1m\"}").next("subscribed");

        client.send("{\"subscribe\":[\"*\"],\"candles\":\"5m\"}");

        assertThat(client.next("error").getString("code")).isEqualTo("too_many_subscriptions");
        assertThat(client.next("candle").getString("granularity")).isEqualTo("1m");
    }

    @Test
    void too_many_messages_are_refused_once() {
        IntStream.range(0, 200).forEach(i -> client.send("{\"ping\":" + i + "}"));

        assertThat(client.next("error").getString("code")).isEqualTo("too_many_messages");
    }

    @Test
    void a_stalled_subscriber_delays_nobody_and_catches_up_with_the_newest_prices() {
        try (var stalled = forex.stream()) {
            stalled.send("{\"subscribe\":[\"*\"]}").next(RateStreamIT::isUsdEur);
            stalled.stall();
            client.send("{\"subscribe\":[\"USD/EUR\",\"JPY/KRW\"]}").next("subscribed");

            var healthy = client.take(600);
            stalled.recover();

            assertConsecutive(only(healthy, "USD/EUR"));
            assertConsecutive(only(healthy, "JPY/KRW"));
            var newest = only(healthy, "USD/EUR")
                    .get(only(healthy, "USD/EUR").size() - 1)
                    .getLong("seq");
            long seq = 0;
            int skips = -1;
            while (seq < newest) {
                var next = stalled.next(RateStreamIT::isUsdEur).getLong("seq");
                assertThat(next).isGreaterThan(seq);
                skips += next == seq + 1 ? 0 : 1;
                seq = next;
            }
            assertThat(skips).as("ticks dropped in favour of newer ones").isPositive();
        }
    }

    @Test
    void an_interrupted_client_resumes_after_its_last_tick() {
        client.send("{\"subscribe\":[\"USD/EUR\"]}").next("tick");
        var last = client.next("tick");
        client.close();

        try (var again = forex.stream()) {
            again.send("{\"subscribe\":[\"USD/EUR\"],\"epoch\":\"" + last.getString("epoch")
                            + "\",\"after\":{\"USD/EUR\":" + last.getLong("seq") + "}}")
                    .next("subscribed");
            var ticks = again.take(10);

            assertThat(ticks).extracting(tick -> tick.getString("type")).containsOnly("tick");
            assertThat(ticks.get(0).getLong("first_seq", ticks.get(0).getLong("seq")))
                    .isEqualTo(last.getLong("seq") + 1);
            assertConsecutive(ticks);
        }
    }

    @Test
    void ticks_no_longer_available_are_a_gap() {
        client.send("{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":999999999}}")
                .next("subscribed");

        assertThat(client.next())
                .isEqualTo(new JsonObject("{\"type\":\"gap\",\"pair\":\"USD/EUR\",\"after\":999999999}"));
        assertThat(client.next().getString("type")).isEqualTo("snapshot");
        assertThat(client.next().getString("type")).isEqualTo("tick");
    }

    @Test
    void a_cursor_of_another_life_is_a_gap_and_then_a_snapshot() {
        long seq = client.send("{\"subscribe\":[\"USD/EUR\"]}").next("tick").getLong("seq");

        for (var epoch : List.of("", ",\"epoch\":\"00000000\"")) {
            client.send("{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":" + seq + "}" + epoch + "}");
            assertThat(client.next("gap").getLong("after")).isEqualTo(seq);
            assertThat(client.next().getString("type")).isEqualTo("snapshot");
        }
    }

    @Test
    void with_an_interval_each_tick_has_the_first_seq_that_it_stands_for() {
        client.send("{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":500}").next("subscribed");

        long seq = client.next("snapshot").getLong("seq");
        for (int i = 0; i < 3; i++) {
            var tick = client.next("tick");
            assertThat(tick.getLong("first_seq")).isEqualTo(seq + 1);
            assertThat(tick.getLong("seq")).isGreaterThan(seq + 1);
            seq = tick.getLong("seq");
        }
    }

    @Test
    void grpc_streams_a_snapshot_and_every_tick_after_it() {
        Promise<List<Tick>> collected = Promise.promise();
        var request = StreamRatesRequest.newBuilder()
                .addPairs("USD/EUR")
                .addPairs("EUR/USD")
                .build();

        forex.grpc().stream(ForexServiceGrpcClient.StreamRates, request, forex.token("forex:read"))
                .map(ticks -> {
                    var received = new ArrayList<Tick>();
                    ticks.exceptionHandler(collected::tryFail);
                    ticks.handler(response -> {
                        received.add(response.getTick());
                        if (received.size() == 20) {
                            collected.tryComplete(List.copyOf(received));
                        }
                    });
                    return ticks.resume();
                })
                .await();

        var byPair = collected.future().await().stream().collect(Collectors.groupingBy(Tick::getPair));
        assertThat(byPair).containsOnlyKeys("USD/EUR", "EUR/USD");
        byPair.values().forEach(ticks -> {
            for (int i = 1; i < ticks.size(); i++) {
                var tick = ticks.get(i);
                assertThat(tick.getFirstSeq() == 0 ? tick.getSeq() : tick.getFirstSeq())
                        .isEqualTo(ticks.get(i - 1).getSeq() + 1);
            }
        });
    }

    @Test
    void a_grpc_cursor_of_another_life_starts_with_a_snapshot() {
        var request = StreamRatesRequest.newBuilder().addPairs("USD/EUR");
        var first = forex.firstTick(request.build());

        var resumed = forex.firstTick(request.setEpoch(first.getEpoch())
                .putAfter("USD/EUR", first.getSeq())
                .build());
        var other = forex.firstTick(request.setEpoch("00000000").build());

        assertThat(resumed.getSnapshot()).isFalse();
        assertThat(other.getSnapshot()).isTrue();
    }

    @Test
    void a_grpc_caller_that_leaves_is_unsubscribed() {
        double left = forex.metric(SUBSCRIBERS_LEFT);

        forex.streamOneTick(StreamRatesRequest.newBuilder().addPairs("*").build())
                .cancel();

        forex.awaitMetric(SUBSCRIBERS_LEFT, left + 1);
    }

    /** Accepts conflated ticks, since an event loop of a busy machine may be behind. */
    private static void assertConsecutive(List<JsonObject> prices) {
        for (int i = 1; i < prices.size(); i++) {
            var price = prices.get(i);
            assertThat(price.getLong("first_seq", price.getLong("seq")))
                    .isEqualTo(prices.get(i - 1).getLong("seq") + 1);
        }
    }

    private static List<JsonObject> only(List<JsonObject> prices, String pair) {
        return prices.stream()
                .filter(price -> pair.equals(price.getString("pair")))
                .toList();
    }

    private static boolean isUsdEur(JsonObject message) {
        return "USD/EUR".equals(message.getString("pair"));
    }
}
