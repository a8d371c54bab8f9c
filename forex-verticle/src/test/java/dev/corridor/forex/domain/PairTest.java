package dev.corridor.forex.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairTest {

    @Test
    void a_pair_is_parsed_as_it_is_written() {
        assertThat(Pair.parse("USD/EUR")).hasToString("USD/EUR");
        assertThat(Pair.parse("USD/EUR").inverse()).isEqualTo(Pair.parse("EUR/USD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "USD", "USDEUR", "usd/eur", "USD/USD", "USD/XXX", "ABC/EUR", "USD/EUR ", "USD/EUR/GBP", "*"})
    void any_other_text_is_an_unknown_pair(String text) {
        assertThatThrownBy(() -> Pair.parse(text))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(ForexError.UNKNOWN_PAIR))
                        .isTrue());
    }
}
