package dev.corridor.forex.quote.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickEngine;
import dev.corridor.forex.reference.domain.Publications;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PricingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Tick USD_EUR = tick("USD/EUR", "0.9372", "0.9382", "0.9377");

    @Test
    void a_fixed_source_is_converted_at_the_bid() {
        var conversion = Pricing.fixedSource(Money.parse("100.00", "USD"), USD_EUR);

        assertThat(conversion)
                .isEqualTo(new Conversion(
                        Money.parse("100.00", "USD"),
                        Money.parse("93.72", "EUR"),
                        new BigDecimal("0.9372"),
                        new BigDecimal("0.9377"),
                        NOW));
    }

    @Test
    void a_fixed_target_is_converted_at_the_bid() {
        var conversion = Pricing.fixedTarget(Money.parse("100.00", "EUR"), USD_EUR);

        assertThat(conversion.source()).isEqualTo(Money.parse("106.70", "USD"));
        assertThat(conversion.target()).isEqualTo(Money.parse("100.00", "EUR"));
    }

    @Test
    void currencies_without_fraction_digits_get_whole_units() {
        var conversion =
                Pricing.fixedSource(Money.parse("100.00", "USD"), tick("USD/JPY", "134.741", "134.876", "134.808"));

        assertThat(conversion.target()).isEqualTo(Money.parse("13474", "JPY"));
    }

    @Test
    void an_amount_below_the_smallest_unit_is_too_small() {
        assertThatThrownBy(() ->
                        Pricing.fixedSource(Money.parse("1", "KRW"), tick("KRW/EUR", "0.0007", "0.0009", "0.0008")))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(ForexError.AMOUNT_TOO_SMALL))
                        .isTrue());
    }

    @Test
    void an_amount_must_be_positive() {
        assertThatThrownBy(() -> Pricing.fixedSource(Money.parse("0.00", "USD"), USD_EUR))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.AMOUNT_INVALID))
                        .isTrue());
    }

    @Test
    void an_amount_beyond_the_range_is_refused() {
        assertThatThrownBy(() -> Pricing.fixedSource(
                        Money.parse("90000000000000000.00", "USD"), tick("USD/JPY", "134.741", "134.876", "134.808")))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.AMOUNT_INVALID))
                        .isTrue());
    }

    @Property
    void converting_forth_and_back_never_makes_a_profit(
            @ForAll("pairs") Pair pair,
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long units) {
        var market = market(seed);
        var source = new Money(units, pair.base());

        var there =
                orNothing(() -> Pricing.fixedSource(source, market.get(pair)).target());
        var back = orNothing(() ->
                Pricing.fixedSource(there.get(0), market.get(pair.inverse())).target());

        assertThat(back).allSatisfy(money -> assertThat(money.minorUnits()).isLessThanOrEqualTo(units));
    }

    @Property
    void buying_back_never_makes_a_profit(
            @ForAll("pairs") Pair pair,
            @ForAll long seed,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long units) {
        var market = market(seed);
        var target = new Money(units, pair.quote());

        var cost = Pricing.fixedTarget(target, market.get(pair)).source();
        var proceeds = orNothing(
                () -> Pricing.fixedSource(target, market.get(pair.inverse())).target());

        assertThat(proceeds).allSatisfy(money -> assertThat(money.minorUnits()).isLessThanOrEqualTo(cost.minorUnits()));
    }

    @Property
    void amounts_that_exceed_the_spread_are_rounded_half_even(
            @ForAll long seed, @ForAll @LongRange(min = 1_100, max = 1_000_000_000L) long cents) {
        var price = market(seed).get(Pair.parse("USD/EUR"));
        var source = new Money(cents, Publications.currency("USD"));

        var target = Pricing.fixedSource(source, price).target();

        assertThat(target.toDecimal())
                .isEqualTo(source.toDecimal().multiply(price.bid()).setScale(2, RoundingMode.HALF_EVEN));
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return Arbitraries.of(List.copyOf(market(1).keySet()));
    }

    private static Map<Pair, Tick> market(long seed) {
        var engine = new TickEngine(Publications.february(), seed);
        var byPair = new HashMap<Pair, Tick>();
        engine.next(engine.opening(), NOW).ticks().forEach(tick -> byPair.put(tick.pair(), tick));
        return byPair;
    }

    /** Returns empty when the amount is too small to convert, which certainly makes no profit. */
    private static List<Money> orNothing(java.util.function.Supplier<Money> conversion) {
        var money = new ArrayList<Money>();
        try {
            money.add(conversion.get());
        } catch (Problem tooSmall) {
            assertThat(tooSmall.is(ForexError.AMOUNT_TOO_SMALL)).isTrue();
        } catch (IndexOutOfBoundsException nothingToConvert) {
            assertThat(money).isEmpty();
        }
        return money;
    }

    private static Tick tick(String pair, String bid, String ask, String mid) {
        return new Tick(Pair.parse(pair), new BigDecimal(bid), new BigDecimal(ask), new BigDecimal(mid), NOW, 1);
    }
}
