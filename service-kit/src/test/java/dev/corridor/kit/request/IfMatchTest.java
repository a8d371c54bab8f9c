package dev.corridor.kit.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "*                | true",
                "\"3\"            | true",
                "\"2\", \"3\"     | true",
                "\"a,b\",\"3\"    | true",
                "\"2\" , , \"3\"  | true",
                "W/\"2\", \"3\"   | true",
                "W/\"3\"          | false",
                "\"4\"            | false",
                "\"x\"            | false",
                "\"\"             | false",
                "\"03\"           | false"
            })
    void a_condition_is_compared_strongly(String header, boolean matches) {
        assertThat(IfMatch.of(header).matches(3)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "\"3", "3\"", "w/\"3\"", "\"3\" \"4\"", "*, \"3\"", "\"3\",", "\"a b\"", "\"a\"b\""})
    void any_other_header_is_malformed(String header) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> IfMatch.of(header))
                .matches(problem -> problem.is(StandardError.INVALID_REQUEST));
    }
}
