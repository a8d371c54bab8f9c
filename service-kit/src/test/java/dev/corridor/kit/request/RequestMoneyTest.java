package dev.corridor.kit.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMoneyTest {

    @Test
    void money_is_an_amount_with_its_currency_or_neither() {
        assertThat(optional("{\"amount\": \"5.00\", \"currency\": \"USD\"}")).isEqualTo(Money.parse("5", "USD"));
        assertThat(optional("{\"amount\": 5.5, \"currency\": \"USD\"}")).isEqualTo(Money.parse("5.50", "USD"));
        assertThat(optional("{}")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"currency\": \"USD\"}                    | amount_invalid   | amount",
                "{\"currency\": \"zzz\"}                    | amount_invalid   | amount",
                "{\"currency\": null}                       | amount_invalid   | amount",
                "{\"amount\": null, \"currency\": \"USD\"}  | amount_invalid   | amount",
                "{\"amount\": \"\", \"currency\": \"USD\"}  | amount_invalid   | amount",
                "{\"amount\": 5}                            | unknown_currency | currency",
                "{\"amount\": 5, \"currency\": null}        | unknown_currency | currency",
                "{\"amount\": 5, \"currency\": \"\"}        | unknown_currency | currency"
            })
    void half_of_a_money_value_is_refused(String json, String code, String field) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> optional(json))
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo(code))
                .withMessageContaining(field);
    }

    private static Money optional(String json) {
        return RequestMoney.optional(new JsonObject(json), "amount", "currency").orElse(null);
    }
}
