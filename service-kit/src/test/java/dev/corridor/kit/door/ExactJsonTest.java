package dev.corridor.kit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {

    @Test
    void fractions_stay_exact() {
        var json = ExactJson.object(Buffer.buffer("{\"a\": 0.1, \"b\": 1e2, \"c\": 7, \"d\": 99999999999999999999}"));

        assertThat(json.getValue("a")).isEqualTo(new BigDecimal("0.1"));
        assertThat(json.getValue("b")).isEqualTo(new BigDecimal("1e2"));
        assertThat(json.getValue("c")).isEqualTo(7);
        assertThat(json.getValue("d")).isEqualTo(new BigInteger("99999999999999999999"));
    }

    @Test
    void lists_and_objects_within_the_depth_are_read() {
        var json = ExactJson.object(Buffer.buffer("{\"a\": [1, {\"b\": null}, true, \"x\"]}"));

        assertThat(json.getJsonArray("a")).hasSize(4);
        assertThat(json.getJsonArray("a").getJsonObject(1).containsKey("b")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "[]",
                "null",
                "{",
                "{\"a\":}",
                "{\"a\":1}{",
                "{\"a\":1} x",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"b\\u0000c\"}"
            })
    void anything_but_one_well_formed_object_is_malformed(String text) {
        assertMalformed(text);
    }

    @Test
    void depth_and_length_are_bounded() {
        assertMalformed("{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}");
        assertMalformed("{\"a\":" + "9".repeat(65) + "}");
        assertMalformed("{\"" + "n".repeat(300) + "\":1}");
    }

    private static void assertMalformed(String text) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> ExactJson.object(Buffer.buffer(text)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(StandardError.MALFORMED_JSON));
    }
}
