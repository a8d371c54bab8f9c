package dev.corridor.kit.transcoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.api.HttpRule;
import com.google.protobuf.Message;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.RequestParameters;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with fields of every kind, read from the body, path, query and headers, and written as JSON again. */
class RequestReaderTest {
    private static final HttpRule GET =
            HttpRule.newBuilder().setGet("/v1/things").build();
    private static final HttpRule POST =
            HttpRule.newBuilder().setPost("/v1/things/{text}").setBody("*").build();

    private static Message get(String query) {
        return read(GET, HttpMethod.GET, "/v1/things", query, "", MultiMap.caseInsensitiveMultiMap());
    }

    private static Message post(String json) {
        return read(POST, HttpMethod.POST, "/v1/things/7", "", json, MultiMap.caseInsensitiveMultiMap());
    }

    private static Message read(
            HttpRule rule, HttpMethod method, String path, String query, String body, MultiMap headers) {
        var match = new HttpBindings(List.of(SampleMethod.with(rule)))
                .find(method, path)
                .orElseThrow();
        return new RequestReader(match).read(Buffer.buffer(body), RequestParameters.parse(query), headers);
    }

    private static JsonObject written(Message message) {
        return new JsonObject(ResponseWriter.write(message, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            small       | -2147483648                  | -2147483648
            small       | 1e3                          | 1000
            small       | "12"                         | 12
            small       | 12.0                         | 12
            big         | 9223372036854775807          | "9223372036854775807"
            big         | "-9223372036854775808"       | "-9223372036854775808"
            natural     | 4294967295                   | 4294967295
            big_natural | 18446744073709551615         | "18446744073709551615"
            fixed       | 4294967295                   | 4294967295
            zigzag      | -5                           | "-5"
            flag        | true                         | true
            ratio       | 0.1                          | 0.1
            ratio       | "NaN"                        | "NaN"
            data        | "AP-_"                       | "AP+/"
            color       | "COLOR_RED"                  | "COLOR_RED"
            color       | 1                            | "COLOR_RED"
            at          | "2026-03-01T13:00:00+01:00"  | "2026-03-01T12:00:00Z"
            at          | "2026-03-01"                 | "2026-03-01T00:00:00Z"
            timeout     | "3.500s"                     | "3.500s"
            amount      | {"amount":1e3}               | {"amount":"1000","currency":""}
            amount      | {"amount":0.10}              | {"amount":"0.1","currency":""}
            anything    | {"a":[1,"b",null]}           | {"a":[1.0,"b",null]}
            words       | ["a","b"]                    | ["a","b"]
            numbers     | [1,2]                        | [1,2]
            colors      | ["COLOR_RED"]                | ["COLOR_RED"]
            amounts     | [{"currency":"USD"}]         | [{"amount":"","currency":"USD"}]
            counts      | {"a":"1","b":2}              | {"a":"1","b":"2"}
            this_one    | ""                           | ""
            thisOne     | "x"                          | null
            """)
    void a_json_value_is_read_and_written_as_protobuf_maps_it(String field, String sent, String written) {
        var message = post("{\"" + field + "\":" + sent + "}");

        assertThat(new JsonObject().put("v", written(message).getValue(field)))
                .isEqualTo(new JsonObject("{\"v\":" + written + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            small      | 2147483648            | small
            small      | 1.5                   | small
            small      | true                  | small
            small      | [1]                   | small
            small      | "0x10"                | small
            small      | " 1"                  | small
            small      | null                  | small
            big        | 9223372036854775808   | big
            natural    | -1                    | natural
            flag       | "true"                | flag
            flag       | 1                     | flag
            ratio      | "1e999"               | ratio
            short_ratio| 1e39                  | short_ratio
            idempotency_key | 1                | idempotency_key
            idempotency_key | ["x"]            | idempotency_key
            idempotency_key | true             | idempotency_key
            data       | "%%"                  | data
            color      | "RED"                 | color
            color      | "color_red"           | color
            color      | 99                    | color
            at         | "yesterday"           | at
            at         | 1700000000            | at
            at         | "2026-02-30T00:00:00Z"| at
            timeout    | "1h"                  | timeout
            timeout    | 60                    | timeout
            amount     | "10 USD"              | amount
            amount     | {"amount":1e999999}   | amount.amount
            amount     | {"amount":true}       | amount.amount
            amount     | {"value":"1"}         | amount.value
            amounts    | [{},{"x":1}]          | amounts[1].x
            amounts    | [null]                | amounts[0]
            words      | "a"                   | words
            words      | [["a"]]               | words[0]
            counts     | {"a":"x"}             | counts.a
            counts     | []                    | counts
            anything   | 1                     | anything
            self       | {"self":{"small":"x"}}| self.self.small
            nothing    | 1                     | nothing
            TEXT       | "x"                   | TEXT
            text       | "8"                   | text
            """)
    void a_json_value_of_another_kind_is_refused_by_the_fields_name(String field, String sent, String named) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> post("{\"" + field + "\":" + sent + "}"))
                .satisfies(problem -> {
                    assertThat(problem.code().fault().httpStatus()).isEqualTo(400);
                    assertThat(problem.extensions()).containsEntry("field", named);
                    assertThat(problem.detail()).contains(named);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"small\":NaN}",
                "{\"small\":1,\"small\":1}",
                "{\"words\":[\"a\\u0000\"]}",
                "{\"words\":[\"\\ud800\"]}",
                "{\"small\":1}x",
                "[]",
                "{",
                "{'small':1}"
            })
    void a_body_that_is_no_exact_json_is_refused(String json) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> post(json))
                .matches(problem -> problem.code().code().equals("malformed_json"));
    }

    @Test
    void deep_nesting_is_refused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> post("{\"self\":".repeat(40) + "{}" + "}".repeat(40)))
                .withMessageContaining("32 levels");
    }

    @Test
    void two_names_of_one_field_and_two_fields_of_one_choice_are_refused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> post("{\"big_natural\":1,\"bigNatural\":1}"))
                .withMessageContaining("big_natural is given twice");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> post("{\"this_one\":\"a\",\"that_one\":1}"))
                .withMessageContaining("choice");
    }

    @Test
    void the_path_has_the_last_word_only_if_the_body_agrees() {
        assertThat(written(post("{}")).getString("text")).isEqualTo("7");
        assertThat(written(post("{\"text\":\"7\"}")).getString("text")).isEqualTo("7");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> post("{\"text\":\"\"}"))
                .withMessageContaining("one value in the path");
    }

    @Test
    void a_query_has_scalars_lists_and_fields_of_fields() {
        var json = written(
                get(
                        "words=a&words=b,c&small=12&flag=true&color=COLOR_RED&big=-1&ratio=1e3"
                                + "&amount.amount=1.00&amount.currency=USD&at=2026-03-01T12:00:00%2B01:00&self.self.small=3&data=AA%3D%3D"));

        assertThat(json.getJsonArray("words")).containsExactly("a", "b", "c");
        assertThat(json.getInteger("small")).isEqualTo(12);
        assertThat(json.getBoolean("flag")).isTrue();
        assertThat(json.getString("color")).isEqualTo("COLOR_RED");
        assertThat(json.getString("big")).isEqualTo("-1");
        assertThat(json.getDouble("ratio")).isEqualTo(1000);
        assertThat(json.getJsonObject("amount"))
                .isEqualTo(new JsonObject().put("amount", "1.00").put("currency", "USD"));
        assertThat(json.getString("at")).isEqualTo("2026-03-01T11:00:00Z");
        assertThat(json.getJsonObject("self").getJsonObject("self").getInteger("small"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smal=1",
                "small=1&small=2",
                "small=",
                "small=x",
                "flag=yes",
                "color=RED",
                "amount=1",
                "amount.x=1",
                "amount.amount.x=1",
                "small.x=1",
                "amounts=1",
                "counts.a=1",
                "counts=1",
                "big_natural=1&bigNatural=1",
                "words=a,b&words=",
                "=1",
                "."
            })
    void a_query_parameter_that_is_no_single_value_of_the_contract_is_refused(String query) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> get(query))
                .matches(problem -> problem.code().code().equals("invalid_request"))
                .matches(problem -> problem.extensions().containsKey("field"));
    }

    @Test
    void a_whole_body_leaves_nothing_to_the_query_and_a_get_has_no_body() {
        var none = MultiMap.caseInsensitiveMultiMap();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(POST, HttpMethod.POST, "/v1/things/7", "small=1", "{}", none));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(GET, HttpMethod.GET, "/v1/things", "", "{}", none));
    }

    @Test
    void a_body_can_be_one_field_while_the_query_has_the_others() {
        var rule = HttpRule.newBuilder().setPut("/v1/things").setBody("amount").build();
        var none = MultiMap.caseInsensitiveMultiMap();

        var json = written(read(rule, HttpMethod.PUT, "/v1/things", "small=3", "{\"currency\":\"USD\"}", none));

        assertThat(json.getInteger("small")).isEqualTo(3);
        assertThat(json.getJsonObject("amount").getString("currency")).isEqualTo("USD");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(rule, HttpMethod.PUT, "/v1/things", "amount.currency=USD", "{}", none));
    }

    @Test
    void the_header_idempotency_key_fills_the_field_unless_the_body_says_another() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("idempotency-key", "k-1");

        assertThat(written(read(POST, HttpMethod.POST, "/v1/things/7", "", "{}", headers))
                        .getString("idempotency_key"))
                .isEqualTo("k-1");
        read(POST, HttpMethod.POST, "/v1/things/7", "", "{\"idempotency_key\":\"k-1\"}", headers);
        for (String other : List.of("k-2", "")) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> read(
                            POST,
                            HttpMethod.POST,
                            "/v1/things/7",
                            "",
                            "{\"idempotency_key\":\"" + other + "\"}",
                            headers))
                    .withMessageContaining("idempotency_key");
        }
        headers.add("idempotency-key", "k-1");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(POST, HttpMethod.POST, "/v1/things/7", "", "{}", headers))
                .withMessageContaining("more than once");
    }

    @Test
    void a_response_can_be_one_field_of_any_kind() {
        var message = post("{\"small\":3,\"words\":[\"a\"],\"amount\":{\"currency\":\"USD\"}}");
        var type = message.getDescriptorForType();

        assertThat(ResponseWriter.write(message, Optional.of(type.findFieldByName("amount"))))
                .isEqualTo("{\"amount\":\"\",\"currency\":\"USD\"}");
        assertThat(ResponseWriter.write(message, Optional.of(type.findFieldByName("words"))))
                .isEqualTo("[\"a\"]");
        assertThat(ResponseWriter.write(message, Optional.of(type.findFieldByName("small"))))
                .isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/{nothing}", "/v1/{amount}", "/v1/{words}", "/v1/{small.x}"})
    void a_binding_that_does_not_fit_its_method_fails_at_the_start(String path) {
        var method = SampleMethod.with(HttpRule.newBuilder().setGet(path).build());

        assertThatIllegalStateException().isThrownBy(() -> new HttpBindings(List.of(method)));
    }

    @Test
    void further_bindings_and_head_are_found_and_other_methods_are_told() {
        var rule = GET.toBuilder()
                .addAdditionalBindings(
                        HttpRule.newBuilder().setPost("/v1/things").setBody("*"))
                .addAdditionalBindings(HttpRule.newBuilder().setGet("/v1/things/{text}"))
                .build();
        var bindings = new HttpBindings(List.of(SampleMethod.with(rule)));

        assertThat(bindings.find(HttpMethod.POST, "/v1/things")).isPresent();
        assertThat(bindings.find(HttpMethod.HEAD, "/v1/things/7")).isPresent();
        assertThat(bindings.find(HttpMethod.PATCH, "/v1/things")).isEmpty();
        assertThat(bindings.allowed("/v1/things")).isEqualTo("GET, HEAD, POST");
        assertThat(bindings.allowed("/v1/other")).isEmpty();
    }
}
