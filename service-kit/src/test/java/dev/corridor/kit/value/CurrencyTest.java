package dev.corridor.kit.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {

    @Test
    void codes_are_three_capital_letters_and_digits_are_at_most_four() {
        assertThat(Currency.all()).hasSizeGreaterThan(200).allSatisfy(currency -> {
            assertThat(currency.code()).matches("[A-Z]{3}");
            assertThat(currency.digits()).isBetween(0, 4);
            assertThat(currency.name()).isNotBlank();
            assertThat(Currency.of(currency.code())).isSameAs(currency);
        });
    }

    /** The irrevocable rates of the Council of the European Union have six significant digits. */
    @Test
    void the_twenty_one_currencies_that_joined_the_euro_have_fixed_rates() {
        assertThat(Currency.all().stream().filter(currency -> currency.perEuro().isPresent()))
                .hasSize(21)
                .allSatisfy(currency -> {
                    assertThat(currency.perEuro().orElseThrow().precision()).isEqualTo(6);
                    assertThat(currency.lastDay().orElseThrow()).isAfterOrEqualTo("1998-12-31");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "BGN, 2025-12-31, 1.95583",
        "HRK, 2022-12-31, 7.53450",
        "LTL, 2014-12-31, 3.45280",
        "EEK, 2010-12-31, 15.6466",
        "DEM, 1998-12-31, 1.95583",
        "GRD, 2000-12-31, 340.750"
    })
    void a_currency_that_joined_the_euro_ends_the_day_before(String code, LocalDate lastDay, BigDecimal perEuro) {
        var currency = Currency.of(code);

        assertThat(currency.lastDay()).contains(lastDay);
        assertThat(currency.perEuro()).contains(perEuro);
        assertThat(currency.existsOn(lastDay)).isTrue();
        assertThat(currency.existsOn(lastDay.plusDays(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ROL, RON, 2005-07-01", "TRL, TRY, 2005-01-01", "ZMK, ZMW, 2013-01-01", "VEF, VES, 2018-08-20"})
    void a_redenominated_currency_ends_when_its_successor_begins(String before, String after, LocalDate begins) {
        assertThat(Currency.of(before).existsOn(begins)).isFalse();
        assertThat(Currency.of(before).existsOn(begins.minusDays(1))).isTrue();
        assertThat(Currency.of(after).existsOn(begins)).isTrue();
        assertThat(Currency.of(after).existsOn(begins.minusDays(1))).isFalse();
    }

    @Test
    void a_day_ends_at_midnight_in_frankfurt() {
        var lev = Currency.of("BGN");

        assertThat(lev.requireAt(Instant.parse("2025-12-31T22:59:59.999Z"))).isSameAs(lev);
        assertThat(lev.hasEndedAt(Instant.parse("2025-12-31T22:59:59.999Z"))).isFalse();
        assertThat(lev.hasEndedAt(Instant.parse("2025-12-31T23:00:00Z"))).isTrue();
    }

    @Test
    void a_refusal_tells_the_last_day_and_the_fixed_rate() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Currency.of("BGN").requireOn(LocalDate.of(2026, 1, 1)))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(StandardError.UNKNOWN_CURRENCY);
                    assertThat(problem.detail())
                            .isEqualTo("BGN is no currency any more: its last day was 2025-12-31; "
                                    + "EUR replaced it at 1.95583 BGN for 1 EUR.");
                    assertThat(problem.extensions())
                            .containsEntry("currency", "BGN")
                            .containsEntry("last_date", "2025-12-31");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXX", "XAU", "XDR", "ABC", "usd"})
    void a_code_that_names_no_money_is_refused_by_its_name(String code) {
        assertThat(Currency.find(code)).isEmpty();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Currency.of(code))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(StandardError.UNKNOWN_CURRENCY);
                    assertThat(problem.detail()).startsWith("\"" + code + "\" is not");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a long text that is no code", "\u0000", "U\u0085D", "\u20ac"})
    void a_text_that_is_no_code_is_not_repeated(String code) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Currency.of(code))
                .satisfies(problem -> assertThat(problem.detail()).doesNotContain(code));
    }
}
