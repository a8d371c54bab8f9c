package dev.corridor.forex.quote.domain;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * Prices conversions out of a currency that the euro has replaced: into euros at the irrevocable rate without a spread, into another
 * currency from there at its live price.
 *
 * <p>The result is rounded half-even, once; at a live price in the house's favour where {@link Pricing} does so.
 */
public final class FixedRatePricing {
    private static final MathContext RATE_PRECISION = new MathContext(10, RoundingMode.HALF_EVEN);

    private final Currency ended;
    private final BigDecimal perEuro;
    private final EuroPrice euro;

    /** The price of one euro in the target currency. */
    private record EuroPrice(Currency target, BigDecimal bid, BigDecimal mid, Instant time) {}

    private FixedRatePricing(Currency ended, EuroPrice euro) {
        this.ended = ended;
        this.perEuro = ended.perEuro().orElseThrow();
        this.euro = euro;
    }

    /** @param ended a currency with a fixed rate */
    public static FixedRatePricing intoEuro(Currency ended, Instant pricedAt) {
        return new FixedRatePricing(
                ended, new EuroPrice(RatePublication.EURO, BigDecimal.ONE, BigDecimal.ONE, pricedAt));
    }

    /** @param price of the euro in the target currency */
    public static FixedRatePricing into(Currency ended, Tick price) {
        return new FixedRatePricing(ended, new EuroPrice(price.pair().quote(), price.bid(), price.mid(), price.time()));
    }

    /** @throws Problem amount_too_small, amount_invalid */
    public Conversion fixedSource(Money source) {
        int digits = euro.target.digits();
        var amount = source.requirePositive().toDecimal();
        var rounded = amount.multiply(euro.bid).divide(perEuro, digits, RoundingMode.HALF_EVEN);
        var most = bound(amount.multiply(euro.mid).divide(perEuro, digits, RoundingMode.DOWN));
        return conversion(source, Money.converted(most.map(rounded::min).orElse(rounded), euro.target));
    }

    /** @throws Problem amount_too_small, amount_invalid */
    public Conversion fixedTarget(Money target) {
        int digits = ended.digits();
        var amount = target.requirePositive().toDecimal();
        var rounded = amount.multiply(perEuro).divide(euro.bid, digits, RoundingMode.HALF_EVEN);
        var least = bound(amount.multiply(perEuro).divide(euro.mid, digits, RoundingMode.UP));
        return conversion(Money.converted(least.map(rounded::max).orElse(rounded), ended), target);
    }

    /** At the irrevocable rate there is no house's favour. */
    private Optional<BigDecimal> bound(BigDecimal atMid) {
        return euro.target.equals(RatePublication.EURO) ? Optional.empty() : Optional.of(atMid);
    }

    private Conversion conversion(Money source, Money target) {
        if (!target.isPositive() || !source.isPositive()) {
            throw Problem.of(
                    ForexError.AMOUNT_TOO_SMALL,
                    "The amount is worth less than the smallest unit of %s or of %s.".formatted(ended, euro.target));
        }
        return new Conversion(source, target, perUnit(euro.bid), perUnit(euro.mid), euro.time);
    }

    private BigDecimal perUnit(BigDecimal ofEuro) {
        return ofEuro.divide(perEuro, RATE_PRECISION);
    }
}
