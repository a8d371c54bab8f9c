package dev.corridor.forex.stream.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamProtocolTest {
    private final StreamProtocol protocol = new StreamProtocol(200);

    @Test
    void a_subscription_to_ticks_has_every_tick_and_no_cursor_by_default() {
        assertThat(parse("{\"subscribe\":[\"USD/EUR\",\"*\"]}"))
                .isEqualTo(new StreamRequest.SubscribeTicks(List.of("USD/EUR", "*"), 0, "", Map.of()));
    }

    @Test
    void a_subscription_to_ticks_has_an_interval_and_a_cursor() {
        assertThat(parse("{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":100,"
                        + "\"epoch\":\"1f9c2ab0\",\"after\":{\"USD/EUR\":41}}"))
                .isEqualTo(
                        new StreamRequest.SubscribeTicks(List.of("USD/EUR"), 100, "1f9c2ab0", Map.of("USD/EUR", 41L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "1000.0", "1e3", "10E2"})
    void a_whole_number_is_whole_however_it_is_written(String number) {
        assertThat(parse("{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":" + number + ",\"after\":{\"USD/EUR\":" + number
                        + "}}"))
                .isEqualTo(new StreamRequest.SubscribeTicks(List.of("USD/EUR"), 1_000, "", Map.of("USD/EUR", 1_000L)));
    }

    @Test
    void candles_are_subscribed_and_unsubscribed_by_granularity() {
        assertThat(parse("{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1m\"}"))
                .isEqualTo(new StreamRequest.SubscribeCandles(List.of("USD/EUR"), Granularity.M1));
        assertThat(parse("{\"unsubscribe\":[\"USD/EUR\"],\"candles\":\"1m\"}"))
                .isEqualTo(new StreamRequest.UnsubscribeCandles(List.of("USD/EUR"), Granularity.M1));
    }

    @Test
    void other_requests_are_read() {
        assertThat(parse("{\"unsubscribe\":[\"USD/EUR\"]}"))
                .isEqualTo(new StreamRequest.UnsubscribeTicks(List.of("USD/EUR")));
        assertThat(parse("{\"list\":true}")).isEqualTo(new StreamRequest.ListPairs());
        assertThat(parse("{\"ping\":[1]}")).isEqualTo(new StreamRequest.Ping(new JsonArray().add(1)));
        assertThat(parse("{\"ping\":null}")).isEqualTo(new StreamRequest.Ping(null));
        assertThat(parse("{\"authenticate\":\"token\"}")).isEqualTo(new StreamRequest.Authenticate("token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"subscribe\":[\"USD/EUR\"],\"list\":true}",
                "{\"subscribe\":\"USD/EUR\"}",
                "{\"subscribe\":[]}",
                "{\"subscribe\":[1]}",
                "{\"subscribe\":[\"a pair with a very long name\"]}",
                "{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":99}",
                "{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":60001}",
                "{\"subscribe\":[\"USD/EUR\"],\"interval_ms\":\"1000\"}",
                "{\"subscribe\":[\"USD/EUR\"],\"after\":7}",
                "{\"subscribe\":[\"USD/EUR\"],\"epoch\":7}",
                "{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1m\",\"epoch\":\"1f9c2ab0\"}",
                "{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":-1}}",
                "{\"subscribe\":[\"USD/EUR\"],\"candles\":1}",
                "{\"subscribe\":[\"USD/EUR\"],\"candles\":\"1m\",\"after\":{}}",
                "{\"unsubscribe\":[\"USD/EUR\"],\"candles\":\"1m\",\"interval_ms\":100}",
                "{\"list\":false}",
                "{\"authenticate\":1}"
            })
    void a_request_that_is_malformed_is_refused(String text) {
        assertRefused(() -> parse(text), ForexError.BAD_MESSAGE);
    }

    @Test
    void an_unknown_granularity_has_its_own_code() {
        assertRefused(() -> parse("{\"subscribe\":[\"USD/EUR\"],\"candles\":\"7m\"}"), ForexError.GRANULARITY_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "1", "{\"ping\":1} {\"ping\":2}", "{\"ping\":1,\"ping\":2}"})
    void a_message_that_is_not_one_json_object_is_refused(String text) {
        assertRefused(() -> protocol.read(text), ForexError.BAD_MESSAGE);
    }

    @Test
    void the_length_of_a_message_is_counted_in_bytes() {
        assertThat(protocol.read("{\"ping\":\"" + "x".repeat(180) + "\"}")).isNotNull();
        assertRefused(() -> protocol.read("{\"ping\":\"" + "é".repeat(100) + "\"}"), ForexError.BAD_MESSAGE);
    }

    @Test
    void an_id_is_a_number_or_a_short_string_or_absent() {
        assertThat(protocol.id(new JsonObject("{\"id\":7}"))).isEqualTo(7);
        assertThat(protocol.id(new JsonObject("{\"id\":\"seven\"}"))).isEqualTo("seven");
        assertThat(protocol.id(new JsonObject())).isNull();
        assertRefused(() -> protocol.id(new JsonObject("{\"id\":{}}")), ForexError.BAD_MESSAGE);
        assertRefused(() -> protocol.id(new JsonObject().put("id", "x".repeat(129))), ForexError.BAD_MESSAGE);
    }

    private StreamRequest parse(String text) {
        return protocol.parse(protocol.read(text));
    }

    private static void assertRefused(Runnable parsing, ForexError code) {
        assertThatThrownBy(parsing::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
