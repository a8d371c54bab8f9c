package dev.corridor.forex.quote.domain;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * Prices conversions at a tick. The house buys the source currency at the bid.
 *
 * <p>The result is rounded half-even, once. For an amount so small that half a minor unit exceeds the spread, this could give more
 * than the mid price does. The result is then rounded in the house's favour, so that converting forth and back never makes a
 * profit.
 */
public final class Pricing {
    private Pricing() {}

    /** Prices a fixed source amount at a tick of source currency / target currency. */
    public static Conversion fixedSource(Money source, Tick price) {
        requireLeg(source, price.pair().base().equals(source.currency()));
        var target = price.pair().quote();
        int digits = target.digits();
        var amount = source.requirePositive().toDecimal();
        var rounded = amount.multiply(price.bid()).setScale(digits, RoundingMode.HALF_EVEN);
        var most = amount.multiply(price.mid()).setScale(digits, RoundingMode.DOWN);
        return conversion(source, Money.converted(rounded.min(most), target), price);
    }

    /** Prices a fixed target amount at a tick of source currency / target currency. */
    public static Conversion fixedTarget(Money target, Tick price) {
        requireLeg(target, price.pair().quote().equals(target.currency()));
        var source = price.pair().base();
        int digits = source.digits();
        var amount = target.requirePositive().toDecimal();
        var rounded = amount.divide(price.bid(), digits, RoundingMode.HALF_EVEN);
        var least = amount.divide(price.mid(), digits, RoundingMode.UP);
        return conversion(Money.converted(rounded.max(least), source), target, price);
    }

    /** Returns the conversion of an amount into its own currency, at the rate 1. */
    public static Conversion same(Money amount, Instant pricedAt) {
        return new Conversion(amount.requirePositive(), amount, BigDecimal.ONE, BigDecimal.ONE, pricedAt);
    }

    private static Conversion conversion(Money source, Money target, Tick price) {
        if (!target.isPositive()) {
            throw Problem.of(
                    ForexError.AMOUNT_TOO_SMALL,
                    "%s is worth less than the smallest unit of %s.".formatted(source, target.currency()));
        }
        return new Conversion(source, target, price.bid(), price.mid(), price.time());
    }

    private static void requireLeg(Money amount, boolean matches) {
        if (!matches) {
            throw new IllegalArgumentException("the tick is not of " + amount.currency());
        }
    }
}
