package dev.corridor.forex.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.quote.domain.Pricing;
import dev.corridor.forex.quote.domain.QuotePricing;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Properties of every price and every conversion, for any currencies, rates and market. */
class MarketPropertiesTest {
    /**
     * A price has at least five significant digits; bid, ask and mid are each rounded by one step of the last digit.
     */
    private static final BigDecimal ROUNDED_PRICE = new BigDecimal("0.00003");

    @Property(tries = 200)
    void bid_is_at_most_mid_and_mid_at_most_ask(@ForAll("markets") Markets market) {
        assertThat(market.prices().values()).allSatisfy(tick -> {
            assertThat(tick.bid()).isPositive().isLessThanOrEqualTo(tick.mid());
            assertThat(tick.ask()).isGreaterThanOrEqualTo(tick.mid());
        });
    }

    @Property(tries = 200)
    void converting_through_a_third_currency_is_never_better_than_the_ask(@ForAll("markets") Markets market) {
        forEachTriangle(market, (a, b, c) -> {
            var throughThird =
                    market.price(a, b).bid().multiply(market.price(b, c).bid());

            assertThat(throughThird).isLessThan(market.price(a, c).ask());
        });
    }

    @Property(tries = 200)
    void converting_through_a_third_currency_loses_the_spreads_and_no_more(@ForAll("markets") Markets market) {
        forEachTriangle(market, (a, b, c) -> {
            var first = market.price(a, b);
            var second = market.price(b, c);
            var direct = market.price(a, c);
            var remaining = BigDecimal.ONE
                    .subtract(market.halfSpread(a, b).add(market.halfSpread(b, c)))
                    .subtract(ROUNDED_PRICE.multiply(BigDecimal.valueOf(2)));

            assertThat(first.bid().multiply(second.bid()))
                    .isGreaterThanOrEqualTo(direct.mid().multiply(remaining));
            assertThat(first.ask().multiply(second.ask())).isGreaterThanOrEqualTo(direct.mid());
        });
    }

    @Property(tries = 200)
    void the_mids_of_a_round_trip_never_multiply_to_more_than_one(@ForAll("markets") Markets market) {
        forEachTriangle(market, (a, b, c) -> {
            var round = market.price(a, b).mid().multiply(market.price(b, c).mid());

            assertThat(round.multiply(market.price(c, a).mid())).isLessThanOrEqualTo(BigDecimal.ONE);
        });
    }

    @Property
    void a_round_trip_makes_no_money(
            @ForAll("markets") Markets market,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 6) Integer> stops,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long units) {
        var start = new Money(units, market.currency(0));
        var route = new ArrayList<Currency>();
        stops.forEach(stop -> route.add(market.currency(stop)));
        route.add(start.currency());

        var end = convert(market, start, route);

        end.ifPresent(money -> assertThat(money.minorUnits()).isLessThanOrEqualTo(units));
    }

    @Property
    void buying_an_exact_target_and_selling_it_makes_no_money(
            @ForAll("markets") Markets market, @ForAll @LongRange(min = 1, max = 1_000_000_000L) long units) {
        var there = market.price(market.currency(0), market.currency(1));
        var back = market.price(market.currency(1), market.currency(0));
        var bought = new Money(units, there.pair().quote());

        var cost = possible(() -> Pricing.fixedTarget(bought, there).source());
        var proceeds = possible(() -> Pricing.fixedSource(bought, back).target());

        proceeds.ifPresent(money -> assertThat(money.minorUnits())
                .isLessThanOrEqualTo(cost.orElseThrow().minorUnits()));
    }

    @Property
    void quotes_there_and_back_make_no_money(
            @ForAll("markets") Markets market,
            @ForAll @LongRange(min = 1, max = 1_000_000_000L) long units,
            @ForAll @IntRange(min = 5, max = 300) int seconds) {
        var validFor = Duration.ofSeconds(seconds);
        var start = new Money(units, market.currency(0));
        var there = market.price(market.currency(0), market.currency(1));
        var back = market.price(market.currency(1), market.currency(0));

        possible(() -> QuotePricing.fixedSource(start, there, validFor).target())
                .flatMap(target -> possible(
                        () -> QuotePricing.fixedSource(target, back, validFor).target()))
                .ifPresent(end -> assertThat(end.minorUnits()).isLessThanOrEqualTo(units));
    }

    /** Holds for prices of other sources, too. */
    @Property
    void spending_is_exact_rounded_once_and_never_past_mid(
            @ForAll("ticks") Tick tick, @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long units) {
        var source = new Money(units, tick.pair().base());
        possible(() -> Pricing.fixedSource(source, tick)).ifPresent(conversion -> {
            assertThat(conversion.source()).isEqualTo(source);
            var target = conversion.target().toDecimal();
            var exact = source.toDecimal().multiply(tick.bid());
            assertThat(target).isLessThanOrEqualTo(source.toDecimal().multiply(tick.mid()));
            assertThat(target.subtract(exact)).isLessThanOrEqualTo(halfUnit(target));
            assertThat(exact.subtract(target)).isLessThan(unit(target));
        });
    }

    @Property
    void receiving_is_exact_rounded_once_and_never_past_mid(
            @ForAll("ticks") Tick tick, @ForAll @LongRange(min = 1, max = 1_000_000_000L) long units) {
        var target = new Money(units, tick.pair().quote());
        possible(() -> Pricing.fixedTarget(target, tick)).ifPresent(conversion -> {
            assertThat(conversion.target()).isEqualTo(target);
            var source = conversion.source().toDecimal();
            var oneLess = source.subtract(unit(source));
            assertThat(source.multiply(tick.mid())).isGreaterThanOrEqualTo(target.toDecimal());
            assertThat(source.add(halfUnit(source)).multiply(tick.bid())).isGreaterThanOrEqualTo(target.toDecimal());
            assertThat(oneLess.multiply(tick.bid())).isLessThan(target.toDecimal());
        });
    }

    @Property
    void an_amount_in_parts_buys_no_more_than_the_whole_at_mid(
            @ForAll("ticks") Tick tick,
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 100_000L) Long> parts) {
        long whole = parts.stream().mapToLong(each -> each).sum();
        var base = tick.pair().base();
        var together = parts.stream()
                .flatMap(part -> possible(() -> Pricing.fixedSource(new Money(part, base), tick)).stream())
                .map(conversion -> conversion.target().toDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(together)
                .isLessThanOrEqualTo(new Money(whole, base).toDecimal().multiply(tick.mid()));
    }

    @Provide
    Arbitrary<Markets> markets() {
        return Markets.any();
    }

    /** Generates any price with bid <= mid <= ask, of up to twelve digits. */
    @Provide
    Arbitrary<Tick> ticks() {
        var pairs = Arbitraries.of("USD/JPY", "JPY/USD", "EUR/KWD", "KWD/JPY", "CLF/EUR", "USD/EUR");
        var mids = Arbitraries.longs().between(2, 999_999_999_999L);
        var spreads = Arbitraries.longs().between(0, 1_000_000);
        var scales = Arbitraries.integers().between(0, 10);
        return Combinators.combine(pairs, mids, spreads, scales).as((pair, mid, spread, scale) -> {
            var middle = BigDecimal.valueOf(mid, scale);
            var half = BigDecimal.valueOf(Math.min(spread, mid - 1), scale);
            return new Tick(Pair.parse(pair), middle.subtract(half), middle.add(half), middle, Instant.EPOCH, 1);
        });
    }

    @FunctionalInterface
    private interface Triangle {
        void check(Currency a, Currency b, Currency c);
    }

    private static void forEachTriangle(Markets market, Triangle triangle) {
        for (var a : market.currencies()) {
            for (var b : market.currencies()) {
                for (var c : market.currencies()) {
                    if (!a.equals(b) && !b.equals(c) && !a.equals(c)) {
                        triangle.check(a, b, c);
                    }
                }
            }
        }
    }

    /** Converts along a route; empty when the amount falls below a minor unit. */
    private static Optional<Money> convert(Markets market, Money start, List<Currency> route) {
        var money = Optional.of(start);
        for (var next : route) {
            money = money.flatMap(held -> held.currency().equals(next)
                    ? Optional.of(held)
                    : possible(() -> Pricing.fixedSource(held, market.price(held.currency(), next))
                            .target()));
        }
        return money;
    }

    /** Returns empty when an amount buys less than a minor unit, or overflows. */
    private static <T> Optional<T> possible(Supplier<T> conversion) {
        try {
            return Optional.of(conversion.get());
        } catch (Problem refused) {
            assertThat(refused.code()).isIn(ForexError.AMOUNT_TOO_SMALL, StandardError.AMOUNT_INVALID);
            return Optional.empty();
        }
    }

    private static BigDecimal unit(BigDecimal amount) {
        return BigDecimal.ONE.movePointLeft(amount.scale());
    }

    private static BigDecimal halfUnit(BigDecimal amount) {
        return unit(amount).divide(BigDecimal.valueOf(2), amount.scale() + 1, RoundingMode.UNNECESSARY);
    }
}
