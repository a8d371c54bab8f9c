package dev.corridor.kit.request;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.StandardError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {

    @Test
    void a_fraction_stays_the_decimal_it_was_written_as() {
        var json = read("{\"amount\":0.10000000000000000000000000000000000001}");

        assertThat(json.getValue("amount")).isEqualTo(new BigDecimal("0.10000000000000000000000000000000000001"));
    }

    @Test
    void a_whole_number_keeps_every_digit() {
        var json = read("{\"small\":1,\"long\":9223372036854775807,\"longer\":9223372036854775808}");

        assertThat(json.getValue("small")).isEqualTo(1);
        assertThat(json.getValue("long")).isEqualTo(Long.MAX_VALUE);
        assertThat(json.getValue("longer")).isEqualTo(new BigInteger("9223372036854775808"));
    }

    @Test
    void a_whole_number_is_whole_however_it_is_written() {
        var json = read("{\"point\":12.0,\"exponent\":1e3,\"long\":5e9,\"fraction\":1.50,\"huge\":1e99}");

        assertThat(json.getValue("point")).isEqualTo(12);
        assertThat(json.getValue("exponent")).isEqualTo(1_000);
        assertThat(json.getValue("long")).isEqualTo(5_000_000_000L);
        assertThat(json.getValue("fraction")).isEqualTo(new BigDecimal("1.50"));
        assertThat(json.getValue("huge")).isEqualTo(new BigDecimal("1e99"));
    }

    @Test
    void every_kind_of_value_is_read() {
        var json = read("{\"a\":[1,\"two\",null,true,false,{}],\"b\":{\"c\":[]}}");

        assertThat(json)
                .isEqualTo(new JsonObject()
                        .put(
                                "a",
                                new JsonArray()
                                        .add(1)
                                        .add("two")
                                        .addNull()
                                        .add(true)
                                        .add(false)
                                        .add(new JsonObject()))
                        .put("b", new JsonObject().put("c", new JsonArray())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":tru}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{} {}",
                "{}]",
                "// no\n{}",
                "[]",
                "\"text\"",
                "1",
                "null",
                "amount=100&currency=USD"
            })
    void a_text_that_is_not_one_json_object_is_refused(String text) {
        assertMalformed(text);
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        var bytes = Buffer.buffer("{\"a\":\"")
                .appendByte((byte) 0xC3)
                .appendByte((byte) 0x28)
                .appendString("\"}");

        assertProblem(StandardError.MALFORMED_JSON, () -> ExactJson.object(bytes));
    }

    @Test
    void a_duplicate_name_is_refused() {
        assertMalformed("{\"amount\":1,\"amount\":1000000}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\u0000\"}", "{\"a\":[{\"b\":\"x\\u0000y\"}]}", "{\"a\\u0000\":1}"})
    void the_nul_character_is_refused_wherever_it_stands(String text) {
        assertMalformed(text);
    }

    @Test
    void nesting_is_bounded() {
        assertThat(read(nested(31)).fieldNames()).containsExactly("a");
        assertMalformed(nested(32));
        assertMalformed(nested(30_000));
    }

    @Test
    void the_length_of_a_name_and_of_a_number_is_bounded() {
        assertMalformed("{\"" + "n".repeat(300) + "\":1}");
        assertThat(read("{\"a\":" + "1".repeat(64) + "}").getValue("a")).isEqualTo(new BigInteger("1".repeat(64)));
        assertMalformed("{\"a\":" + "1".repeat(65) + "}");
        assertMalformed("{\"a\":0." + "1".repeat(65) + "}");
    }

    @Test
    void a_huge_exponent_is_read_without_being_written_out() {
        assertThat(read("{\"a\":1e999999999}").getValue("a")).isEqualTo(new BigDecimal("1e999999999"));
    }

    @Property
    void any_bytes_are_read_or_refused(@ForAll @Size(max = 64) byte[] bytes) {
        readOrRefuse(Buffer.buffer(bytes));
    }

    @Property
    void truncated_json_is_refused(@ForAll @AlphaChars @Size(min = 1, max = 8) String name, @ForAll int cut) {
        String whole = new JsonObject()
                .put(name, new JsonArray().add(1.5).add(name).add(new JsonObject().put(name, true)))
                .encode();

        assertMalformed(whole.substring(0, Math.floorMod(cut, whole.length())));
    }

    private static void readOrRefuse(Buffer bytes) {
        try {
            assertThat(ExactJson.object(bytes)).isNotNull();
        } catch (dev.corridor.kit.error.Problem refused) {
            assertThat(refused.is(StandardError.MALFORMED_JSON)).isTrue();
        }
    }

    private static JsonObject read(String text) {
        return ExactJson.object(Buffer.buffer(text));
    }

    private static void assertMalformed(String text) {
        assertProblem(StandardError.MALFORMED_JSON, () -> read(text));
    }

    /** An object with that many nested arrays. */
    private static String nested(int arrays) {
        return "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
    }
}
