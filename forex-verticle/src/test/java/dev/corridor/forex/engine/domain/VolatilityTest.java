package dev.corridor.forex.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.Publications;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolatilityTest {
    private static final LocalDate NEWEST = LocalDate.parse("2023-02-21");
    private static final double ONE_PER_CENT_A_DAY = 0.01 * Math.sqrt(Volatility.DAYS_PER_YEAR);

    @Test
    void volatility_is_the_deviation_of_the_daily_returns_of_a_year() {
        var volatility = Volatility.of(swinging(200));

        assertThat(volatility.of(Pair.parse("EUR/USD")).orElseThrow()).isCloseTo(ONE_PER_CENT_A_DAY, within(0.001));
    }

    @Test
    void a_pair_and_its_inverse_move_alike() {
        var volatility = Volatility.of(swinging(200));

        assertThat(volatility.of(Pair.parse("USD/EUR"))).isEqualTo(volatility.of(Pair.parse("EUR/USD")));
    }

    @Test
    void a_cross_of_two_currencies_that_move_together_does_not_move() {
        var volatility = Volatility.of(swinging(200));

        assertThat(volatility.of(Pair.parse("USD/HKD")).orElseThrow()).isCloseTo(0, within(1e-6));
        assertThat(volatility.of(Pair.parse("USD/GBP")).orElseThrow()).isCloseTo(2 * ONE_PER_CENT_A_DAY, within(0.002));
    }

    @Test
    void publications_older_than_a_year_are_ignored() {
        var old = Publications.of("2021-06-01", Map.of("USD", "100", "GBP", "0.001"));
        var publications = new ArrayList<>(swinging(200));
        publications.add(old);

        assertThat(Volatility.of(publications).of(Pair.parse("EUR/USD")))
                .isEqualTo(Volatility.of(swinging(200)).of(Pair.parse("EUR/USD")));
    }

    @Test
    void the_order_of_the_publications_does_not_matter() {
        var shuffled = new ArrayList<>(swinging(200));
        Collections.reverse(shuffled);

        assertThat(Volatility.of(shuffled).of(Pair.parse("USD/GBP")))
                .isEqualTo(Volatility.of(swinging(200)).of(Pair.parse("USD/GBP")));
    }

    @Test
    void too_little_history_gives_no_volatility() {
        assertThat(Volatility.of(swinging(60)).of(Pair.parse("EUR/USD"))).isEmpty();
        assertThat(Volatility.of(swinging(61)).of(Pair.parse("EUR/USD"))).isPresent();
        assertThat(Volatility.of(swinging(200)).of(Pair.parse("EUR/JPY"))).isEmpty();
        assertThat(Volatility.of(List.of()).of(Pair.parse("EUR/USD"))).isEmpty();
        assertThat(Volatility.UNKNOWN.of(Pair.parse("EUR/USD"))).isEmpty();
    }

    /** Returns publications in which USD and HKD rise one per cent a day and fall the next, GBP the other way. */
    private static List<RatePublication> swinging(int publications) {
        var days = new ArrayList<RatePublication>();
        for (int i = 0; i < publications; i++) {
            double swing = i % 2 == 0 ? 1 : Math.exp(0.01);
            var perEuro = new HashMap<Currency, BigDecimal>();
            perEuro.put(Publications.currency("USD"), new BigDecimal(swing, MathContext.DECIMAL64));
            perEuro.put(Publications.currency("HKD"), new BigDecimal(7.8 * swing, MathContext.DECIMAL64));
            perEuro.put(Publications.currency("GBP"), new BigDecimal(0.9 / swing, MathContext.DECIMAL64));
            days.add(RatePublication.of(NEWEST.minusDays(i), "ECB", perEuro));
        }
        return days;
    }
}
