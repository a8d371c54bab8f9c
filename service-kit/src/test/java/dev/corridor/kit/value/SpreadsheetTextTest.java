package dev.corridor.kit.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF20SUM(A1)"})
    void a_text_that_a_spreadsheet_would_compute_is_escaped(String text) {
        assertThat(SpreadsheetText.escaped(text)).isEqualTo("'" + text);
    }

    @Test
    void other_texts_stay_as_they_are() {
        assertThat(SpreadsheetText.escaped("")).isEmpty();
        assertThat(SpreadsheetText.escaped("rent = 5")).isEqualTo("rent = 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rent", "=1+1", "'=1+1", "''@x", "'", "''", "'rent'", "\uFF1D1", "it's"})
    void an_escaped_text_can_be_read_back(String text) {
        assertThat(SpreadsheetText.unescaped(SpreadsheetText.escaped(text))).isEqualTo(text);
    }
}
