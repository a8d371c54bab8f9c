package dev.corridor.kit.value;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final Currency USD = Currency.of("USD");

    @ParameterizedTest
    @CsvSource({
        "100, USD, 10000, 100.00",
        "100.5, USD, 10050, 100.50",
        "-0.01, USD, -1, -0.01",
        "0, USD, 0, 0.00",
        "1500, JPY, 1500, 1500",
        "1.234, KWD, 1234, 1.234",
        "92233720368547758.07, USD, 9223372036854775807, 92233720368547758.07",
        "-92233720368547758.08, USD, -9223372036854775808, -92233720368547758.08"
    })
    void an_amount_is_read_exactly_and_written_with_the_currencys_digits(
            String text, String currency, long minorUnits, String written) {
        var money = Money.parse(text, currency);

        assertThat(money.minorUnits()).isEqualTo(minorUnits);
        assertThat(money.amount()).isEqualTo(written);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                " 1",
                "1 ",
                "1,000",
                "1.",
                ".5",
                "+1",
                "1e2",
                "0x10",
                "NaN",
                "Infinity",
                "1.2.3",
                "--1",
                "\u0661",
                "1\n"
            })
    void a_text_that_is_no_plain_decimal_is_refused(String text) {
        assertProblem(StandardError.AMOUNT_INVALID, () -> Money.parse(text, "USD"));
    }

    @ParameterizedTest
    @CsvSource({"0.001, USD", "100.000, USD", "0.5, JPY", "0.0001, KWD"})
    void more_fraction_digits_than_the_currency_has_are_refused(String text, String currency) {
        assertProblem(StandardError.AMOUNT_INVALID, () -> Money.parse(text, currency));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"92233720368547758.08", "-92233720368547758.09", "99999999999999999999", "9e18", "1e400000000"})
    void an_amount_beyond_a_long_is_refused(String text) {
        assertProblem(StandardError.AMOUNT_INVALID, () -> Money.of(new BigDecimal(text), USD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0e999999999", "1e-999999999", "0e-999999999"})
    void an_absurd_exponent_is_refused_or_read_at_once(String text) {
        var amount = new BigDecimal(text);
        if (amount.scale() > 0) {
            assertProblem(StandardError.AMOUNT_INVALID, () -> Money.of(amount, USD));
        } else {
            assertThat(Money.of(amount, USD)).isEqualTo(Money.zero(USD));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "usd", "US", "USDX", "XXX", "XAU", "\0"})
    void an_unknown_currency_is_refused(String code) {
        assertProblem(StandardError.UNKNOWN_CURRENCY, () -> Money.parse("1", code));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void an_amount_without_a_currency_is_refused(String code) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Money.parse("1", code))
                .satisfies(problem -> assertThat(problem.detail()).isEqualTo("The currency is missing."));
    }

    @Test
    void a_sum_that_does_not_fit_is_an_error() {
        var most = new Money(Long.MAX_VALUE, USD);
        var least = new Money(Long.MIN_VALUE, USD);
        var cent = new Money(1, USD);

        assertProblem(StandardError.AMOUNT_INVALID, () -> most.plus(cent));
        assertProblem(StandardError.AMOUNT_INVALID, () -> least.minus(cent));
    }

    @Test
    void two_currencies_do_not_add_up() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.parse("1", "USD").plus(Money.parse("1", "EUR")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.01"})
    void zero_and_negative_amounts_are_not_positive(String amount) {
        assertProblem(
                StandardError.AMOUNT_INVALID, () -> Money.parse(amount, "USD").requirePositive());
    }

    @Property
    void written_money_is_read_back_unchanged(@ForAll("money") Money money) {
        assertThat(Money.parse(money.amount(), money.currency().code())).isEqualTo(money);
        assertThat(ProtoMoney.fromProto(ProtoMoney.toProto(money))).isEqualTo(money);
    }

    @Property
    void a_sum_less_one_part_is_the_other(@ForAll int first, @ForAll int second) {
        var one = new Money(first, USD);
        var other = new Money(second, USD);

        assertThat(one.plus(other).minus(other)).isEqualTo(one);
    }

    @Provide
    Arbitrary<Money> money() {
        var currencies = Arbitraries.of("USD", "EUR", "JPY", "KWD", "CLF").map(Currency::of);
        return currencies.flatMap(currency -> Arbitraries.longs().map(minorUnits -> new Money(minorUnits, currency)));
    }
}
