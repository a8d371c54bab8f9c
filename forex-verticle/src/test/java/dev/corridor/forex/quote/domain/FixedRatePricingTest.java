package dev.corridor.forex.quote.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedRatePricingTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Tick EUR_USD = new Tick(
            Pair.parse("EUR/USD"),
            new BigDecimal("1.11664"),
            new BigDecimal("1.11776"),
            new BigDecimal("1.11720"),
            NOW,
            1);

    @ParameterizedTest
    @CsvSource({
        "BGN, 1000.00, 511.29",
        "HRK, 1000000.00, 132722.81",
        "DEM, 1.00, 0.51",
        "ITL, 1936, 1.00",
        "LVL, 1.00, 1.42"
    })
    void an_old_balance_is_exchanged_into_euros_at_the_fixed_rate(String currency, String amount, String euros) {
        var source = Money.parse(amount, currency);

        var conversion = FixedRatePricing.intoEuro(source.currency(), NOW).fixedSource(source);

        assertThat(conversion.source()).isEqualTo(source);
        assertThat(conversion.target()).isEqualTo(Money.parse(euros, "EUR"));
        assertThat(conversion.rate()).isEqualTo(conversion.mid());
    }

    @Test
    void a_fixed_amount_of_euros_costs_the_fixed_rate() {
        var conversion = FixedRatePricing.intoEuro(Currency.of("BGN"), NOW).fixedTarget(Money.parse("100.00", "EUR"));

        assertThat(conversion.source()).isEqualTo(Money.parse("195.58", "BGN"));
        assertThat(conversion.rate()).isEqualByComparingTo("0.5112918812");
    }

    /** 1,000 / 1.95583 = 511.2919 euros, at the bid 1.11664. */
    @Test
    void another_currency_is_reached_through_the_euro_at_its_live_price() {
        var conversion = FixedRatePricing.into(Currency.of("BGN"), EUR_USD).fixedSource(Money.parse("1000.00", "BGN"));

        assertThat(conversion.target()).isEqualTo(Money.parse("570.93", "USD"));
        assertThat(conversion.rate()).isLessThan(conversion.mid());
    }

    @Test
    void an_amount_that_is_worth_nothing_is_refused() {
        var pricing = FixedRatePricing.intoEuro(Currency.of("HRK"), NOW);

        assertThatThrownBy(() -> pricing.fixedSource(Money.parse("0.01", "HRK")))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(ForexError.AMOUNT_TOO_SMALL))
                        .isTrue());
    }

    @Property
    void a_live_price_never_gives_more_than_its_mid(@ForAll @LongRange(min = 10, max = 1_000_000_000L) long stotinki) {
        var source = new Money(stotinki, Currency.of("BGN"));

        var conversion = FixedRatePricing.into(source.currency(), EUR_USD).fixedSource(source);

        var atMid = source.toDecimal().multiply(EUR_USD.mid());
        assertThat(conversion.target().toDecimal().multiply(new BigDecimal("1.95583")))
                .isLessThanOrEqualTo(atMid);
    }
}
