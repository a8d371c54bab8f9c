package dev.corridor.kit.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {
    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "12.0, 12",
        "1.2e1, 12",
        "1e3, 1000",
        "-0, 0",
        "0e99, 0",
        "1200e-2, 12",
        "999999999999999999, 999999999999999999"
    })
    void a_number_is_whole_by_its_value(String text, long value) {
        assertThat(WholeNumber.parse(text)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.5",
                "1e-1",
                "1e18",
                "1e99",
                "1e999999999",
                "01",
                "+1",
                " 1",
                "0x1",
                "NaN",
                "1_000",
                "1000000000000000000"
            })
    void anything_else_is_none(String text) {
        assertThat(WholeNumber.parse(text)).isEmpty();
    }
}
