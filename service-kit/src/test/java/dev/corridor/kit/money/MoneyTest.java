package dev.corridor.kit.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final Currency USD = Currency.getInstance("USD");

    @ParameterizedTest
    @CsvSource({
        "100, USD, 10000, 100.00",
        "0.1, USD, 10, 0.10",
        "-0.01, USD, -1, -0.01",
        "1500, JPY, 1500, 1500",
        "1.234, KWD, 1234, 1.234",
        "92233720368547758.07, USD, 9223372036854775807, 92233720368547758.07"
    })
    void a_plain_decimal_is_read_exactly(String amount, String currency, long minorUnits, String written) {
        var money = Money.parse(amount, currency);

        assertThat(money.minorUnits()).isEqualTo(minorUnits);
        assertThat(money.amount()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ten", "1e2", "+1", "1,000", ".5", "1.", "0x10", "NaN", "1 000", "٣"})
    void what_is_no_plain_decimal_is_refused(String amount) {
        assertRefused(StandardError.AMOUNT_INVALID, () -> Money.parse(amount, "USD"));
    }

    @ParameterizedTest
    @CsvSource({"0.001, USD", "0.5, JPY", "100.000, USD", "92233720368547758.08, USD", "99999999999999999999, JPY"})
    void more_digits_than_fit_are_refused(String amount, String currency) {
        assertRefused(StandardError.AMOUNT_INVALID, () -> Money.parse(amount, currency));
    }

    @Test
    void a_huge_exponent_is_refused_before_it_costs_anything() {
        assertRefused(StandardError.AMOUNT_INVALID, () -> Money.of(new BigDecimal("1e999999999"), USD));
        assertRefused(StandardError.AMOUNT_INVALID, () -> Money.of(new BigDecimal("1e-999999999"), USD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "usd", "XXQ", "XAU", "XXX", "US", "USDX"})
    void a_code_that_is_no_currency_is_refused(String currency) {
        assertRefused(StandardError.UNKNOWN_CURRENCY, () -> Money.parse("1", currency));
    }

    @Test
    void a_sum_beyond_a_long_is_an_error_and_never_a_wrap() {
        var most = new Money(Long.MAX_VALUE, USD);

        assertRefused(StandardError.AMOUNT_INVALID, () -> most.plus(new Money(1, USD)));
        assertRefused(StandardError.AMOUNT_INVALID, () -> new Money(Long.MIN_VALUE, USD).minus(new Money(1, USD)));
    }

    @Property
    void what_is_written_is_read_back(@ForAll long minorUnits) {
        var money = new Money(minorUnits, USD);

        assertThat(Money.parse(money.amount(), "USD")).isEqualTo(money);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable reading) {
        assertThatExceptionOfType(Problem.class).isThrownBy(reading).satisfies(problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
