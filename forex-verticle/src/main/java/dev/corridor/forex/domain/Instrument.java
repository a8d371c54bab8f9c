package dev.corridor.forex.domain;

import dev.corridor.kit.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * A pair that has live prices.
 *
 * @param decimals fraction digits of its prices; six significant digits around the reference price
 * @param halfSpread from the middle price to bid or ask, as a part of the price
 * @param minimum the least of the base currency that can be traded: worth a minor unit of the other at every live price
 */
public record Instrument(Pair pair, int decimals, BigDecimal halfSpread, Money minimum) {
    private static final int SIGNIFICANT_DIGITS = 6;
    /** No live bid is a smaller part of the reference price. */
    private static final BigDecimal LOWEST_BID = new BigDecimal("0.9");

    static Instrument around(Pair pair, BigDecimal referencePrice) {
        int digitsBeforePoint = referencePrice.precision() - referencePrice.scale();
        int decimals = Math.max(0, SIGNIFICANT_DIGITS - digitsBeforePoint);
        var halfSpread = CurrencyProfile.of(pair.base())
                .halfSpread()
                .add(CurrencyProfile.of(pair.quote()).halfSpread());
        return new Instrument(pair, decimals, halfSpread, minimum(pair, referencePrice));
    }

    private static Money minimum(Pair pair, BigDecimal referencePrice) {
        int digits = pair.base().getDefaultFractionDigits();
        var minorUnit = BigDecimal.ONE.movePointLeft(pair.quote().getDefaultFractionDigits());
        return Money.of(minorUnit.divide(referencePrice.multiply(LOWEST_BID), digits, RoundingMode.UP), pair.base());
    }

    /** The smallest step of its prices. */
    public BigDecimal pip() {
        return BigDecimal.ONE.movePointLeft(decimals);
    }

    /**
     * The tick whose legs cost this much against the euro.
     *
     * <p>The middle is rounded down, so that the middles of a pair and of its inverse never multiply to more than one:
     * there and back at the middle can't make money. The spread is rounded outwards.
     */
    Tick tick(BigDecimal basePerEuro, BigDecimal quotePerEuro, Instant time, long seq) {
        var mid = quotePerEuro.divide(basePerEuro, decimals, RoundingMode.DOWN);
        var half = mid.multiply(halfSpread).setScale(decimals, RoundingMode.UP);
        return new Tick(pair, mid.subtract(half), mid.add(half), mid, time, seq);
    }
}
