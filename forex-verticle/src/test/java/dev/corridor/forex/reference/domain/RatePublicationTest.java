package dev.corridor.forex.reference.domain;

import static dev.corridor.forex.reference.domain.Publications.currency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class RatePublicationTest {
    private static final Currency EUR = RatePublication.EURO;
    private static final Currency USD = currency("USD");
    private static final Currency GBP = currency("GBP");

    @Test
    void a_rate_of_the_euro_is_the_published_rate() {
        assertThat(Publications.february().rate(EUR, USD)).isEqualTo("1.0664");
    }

    @Test
    void trailing_zeros_are_removed() {
        var rates = Publications.of("2023-02-21", Map.of("CZK", "23.730", "KRW", "1400"));

        assertThat(rates.rate(EUR, currency("CZK"))).isEqualTo("23.73");
        assertThat(rates.rate(EUR, currency("KRW"))).isEqualTo("1400");
    }

    @Test
    void a_cross_comes_through_the_euro_with_ten_digits() {
        assertThat(Publications.february().rate(USD, GBP)).isEqualTo("0.8245030008");
    }

    @Test
    void a_currency_converts_to_itself_at_one() {
        assertThat(Publications.february().rate(USD, USD)).isEqualTo("1");
        assertThat(Publications.february().rate(EUR, EUR)).isEqualTo("1");
    }

    @Test
    void without_symbols_every_other_currency_is_returned() {
        assertThat(Publications.february().rates(USD, List.of()).keySet())
                .extracting(Currency::code)
                .containsExactly("BGN", "EUR", "GBP", "IDR", "JPY", "KRW");
    }

    @Test
    void a_currency_that_was_not_published_is_unknown() {
        assertThatThrownBy(() -> Publications.february().rates(currency("CYP"), List.of()))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.UNKNOWN_CURRENCY))
                        .isTrue());
    }

    @Test
    void an_amount_is_rounded_once_and_half_even() {
        var rates = Publications.of("2023-02-21", Map.of("USD", "0.5"));

        assertThat(rates.convert(Money.parse("0.01", "EUR"), USD)).isEqualTo(Money.parse("0.00", "USD"));
        assertThat(rates.convert(Money.parse("0.03", "EUR"), USD)).isEqualTo(Money.parse("0.02", "USD"));
    }

    @Property
    void crosses_are_consistent(
            @ForAll @BigRange(min = "0.0001", max = "30000") @Scale(4) BigDecimal dollars,
            @ForAll @BigRange(min = "0.0001", max = "30000") @Scale(4) BigDecimal pounds) {
        var rates =
                Publications.of("2023-02-21", Map.of("USD", dollars.toPlainString(), "GBP", pounds.toPlainString()));

        var thereAndBack = rates.rate(USD, GBP).multiply(rates.rate(GBP, USD));
        var throughEuro = rates.rate(USD, EUR).multiply(rates.rate(EUR, GBP));

        assertThat(thereAndBack).isCloseTo(BigDecimal.ONE, within(new BigDecimal("0.00000001")));
        assertThat(throughEuro.subtract(rates.rate(USD, GBP)).abs())
                .isLessThanOrEqualTo(throughEuro.multiply(new BigDecimal("0.00000001")));
    }

    @Property
    void a_conversion_is_within_half_a_unit_of_the_exact_value(
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long cents) {
        var rates = Publications.february();
        var source = new Money(cents, USD);

        var target = rates.convert(source, GBP);

        var exactTimesRate = source.toDecimal().multiply(rates.rate(EUR, GBP));
        var roundedTimesRate = target.toDecimal().multiply(rates.rate(EUR, USD));
        assertThat(roundedTimesRate.subtract(exactTimesRate).abs())
                .isLessThanOrEqualTo(new BigDecimal("0.005").multiply(rates.rate(EUR, USD)));
    }
}
