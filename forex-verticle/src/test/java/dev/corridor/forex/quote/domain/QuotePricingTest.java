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
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotePricingTest {
    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");

    @Property
    void a_longer_validity_is_never_cheaper(
            @ForAll @LongRange(min = 1_000, max = 1_000_000_00) long cents,
            @ForAll @IntRange(min = 5, max = 300) int seconds,
            @ForAll @IntRange(min = 0, max = 295) int more) {
        var shorter = Duration.ofSeconds(seconds);
        var longer = Duration.ofSeconds(Math.min(300, seconds + more));
        var amount = new Money(cents, USD);

        assertThat(QuotePricing.fixedSource(amount, live(), longer).target().minorUnits())
                .isLessThanOrEqualTo(QuotePricing.fixedSource(amount, live(), shorter)
                        .target()
                        .minorUnits());
        assertThat(QuotePricing.fixedTarget(new Money(cents, EUR), live(), longer)
                        .source()
                        .minorUnits())
                .isGreaterThanOrEqualTo(QuotePricing.fixedTarget(new Money(cents, EUR), live(), shorter)
                        .source()
                        .minorUnits());
    }

    @Property
    void bid_mid_and_ask_stay_in_order(@ForAll @IntRange(min = 5, max = 300) int seconds) {
        var widened = QuotePricing.widened(live(), Duration.ofSeconds(seconds));

        assertThat(widened.bid()).isLessThanOrEqualTo(widened.mid());
        assertThat(widened.mid()).isLessThanOrEqualTo(widened.ask());
    }

    @ParameterizedTest
    @CsvSource({"5, 0.000000", "30, 0.000000", "31, 0.000094", "60, 0.000094", "61, 0.000188", "300, 0.000844"})
    void each_started_half_minute_after_the_first_costs_a_basis_point(int seconds, BigDecimal lower) {
        var widened = QuotePricing.widened(live(), Duration.ofSeconds(seconds));

        assertThat(live().bid().subtract(widened.bid())).isEqualByComparingTo(lower);
    }

    @Test
    void a_validity_that_is_too_short_or_too_long_is_refused() {
        assertRefused(Duration.ofSeconds(4));
        assertRefused(Duration.ofSeconds(301));
    }

    @Test
    void the_markup_is_the_distance_of_the_rate_from_the_mid_price() {
        var conversion = QuotePricing.fixedTarget(new Money(100_00, EUR), live(), QuotePricing.STANDARD);
        var quote = new Quote(
                new UUID(0, 1),
                "ada",
                conversion.source(),
                conversion.target(),
                conversion.rate(),
                conversion.mid(),
                Instant.EPOCH,
                Instant.EPOCH);

        assertThat(quote.markup()).isEqualByComparingTo("0.0005001");
        assertThat(quote.fee()).isEqualTo(new Money(0, USD));
    }

    private static void assertRefused(Duration validFor) {
        assertThatThrownBy(() -> QuotePricing.widened(live(), validFor))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ForexError.VALIDITY_INVALID));
    }

    private static Tick live() {
        return new Tick(
                Pair.parse("USD/EUR"),
                new BigDecimal("0.937265"),
                new BigDecimal("0.938203"),
                new BigDecimal("0.937734"),
                Instant.EPOCH,
                1);
    }
}
