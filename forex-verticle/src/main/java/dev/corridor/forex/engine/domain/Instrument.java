package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Pair that has live prices.
 *
 * @param decimals fraction digits of its prices; six significant digits around the reference price
 * @param halfSpread distance from mid to bid or ask, as a fraction of the price
 * @param minimum the smallest tradeable amount of the base currency: it buys at least one minor unit of the quote
 *     currency at every live price
 * @param volatility how much the price moved in the last year, as a fraction of it; empty when the history is too short
 */
public record Instrument(Pair pair, int decimals, BigDecimal halfSpread, Money minimum, OptionalDouble volatility) {
    private static final int SIGNIFICANT_DIGITS = 6;
    /** Lower bound of every live bid, as a fraction of the reference price. */
    private static final BigDecimal LOWEST_BID = new BigDecimal("0.9");

    /** Spread per unit of volatility: the house's risk between buying and selling again grows with the volatility. */
    private static final BigDecimal SPREAD_OF_VOLATILITY = new BigDecimal("0.0066");

    private static final BigDecimal MIN_HALF_SPREAD = new BigDecimal("0.0002");
    private static final BigDecimal MAX_HALF_SPREAD = new BigDecimal("0.0050");
    private static final int SPREAD_DIGITS = 6;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    static Instrument around(Pair pair, BigDecimal referencePrice, OptionalDouble volatility) {
        int digitsBeforePoint = referencePrice.precision() - referencePrice.scale();
        int decimals = Math.max(0, SIGNIFICANT_DIGITS - digitsBeforePoint);
        var minimum = minimum(pair, referencePrice.multiply(LOWEST_BID));
        return new Instrument(pair, decimals, halfSpread(pair, volatility), minimum, volatility);
    }

    /** Returns an instrument whose prices come from another source, with as many fraction digits as those have. */
    public static Instrument quoted(Pair pair, int decimals, BigDecimal bid, BigDecimal ask, BigDecimal lowestBid) {
        var halfSpread = ask.subtract(bid).divide(ask.add(bid), SPREAD_DIGITS, RoundingMode.UP);
        return new Instrument(pair, decimals, halfSpread, minimum(pair, lowestBid), OptionalDouble.empty());
    }

    /** Returns 0.0066 of a year's volatility, within bounds: five basis points at seven and a half per cent a year. */
    private static BigDecimal halfSpread(Pair pair, OptionalDouble volatility) {
        if (volatility.isEmpty()) {
            return CurrencyProfile.of(pair.base())
                    .halfSpread()
                    .add(CurrencyProfile.of(pair.quote()).halfSpread());
        }
        var spread = BigDecimal.valueOf(volatility.getAsDouble()).multiply(SPREAD_OF_VOLATILITY);
        return spread.max(MIN_HALF_SPREAD).min(MAX_HALF_SPREAD).setScale(SPREAD_DIGITS, RoundingMode.HALF_EVEN);
    }

    private static Money minimum(Pair pair, BigDecimal lowestBid) {
        int digits = pair.base().digits();
        var minorUnit = BigDecimal.ONE.movePointLeft(pair.quote().digits());
        return Money.of(minorUnit.divide(lowestBid, digits, RoundingMode.UP), pair.base());
    }

    /** Returns the smallest step of its prices. */
    public BigDecimal pip() {
        return BigDecimal.ONE.movePointLeft(decimals);
    }

    /**
     * Returns the tick whose currencies have these prices against the euro.
     *
     * <p>Mid is rounded down, so that the mids of a pair and of its inverse never multiply to more than one: a round
     * trip at mid makes no money. The spread is rounded outwards.
     */
    Tick tick(BigDecimal basePerEuro, BigDecimal quotePerEuro, Instant time, long seq) {
        var mid = quotePerEuro.divide(basePerEuro, decimals, RoundingMode.DOWN);
        var half = mid.multiply(halfSpread).setScale(decimals, RoundingMode.UP);
        return new Tick(pair, mid.subtract(half), mid.add(half), mid, time, seq);
    }

    /** Returns the tick of a price from another source. Mid is rounded down. */
    public Tick quoted(BigDecimal bid, BigDecimal ask, Instant time, long seq) {
        var mid = bid.add(ask).divide(TWO, decimals, RoundingMode.DOWN);
        return new Tick(pair, bid.setScale(decimals), ask.setScale(decimals), mid, time, seq);
    }
}
