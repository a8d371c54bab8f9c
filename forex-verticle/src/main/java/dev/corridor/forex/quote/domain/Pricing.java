package dev.corridor.forex.quote.domain;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * What a conversion costs at a live price. The house buys the source currency at the bid.
 *
 * <p>The result is rounded half-even, once. Where that would hand out more than the middle price is worth - which takes an
 * amount so small that half a minor unit exceeds the spread - the next minor unit in the house's favour is taken, so
 * converting there and back never makes money.
 */
public final class Pricing {
    private Pricing() {}

    /** The payer spends exactly {@code source}. The tick is that of source currency / target currency. */
    public static Conversion spending(Money source, Tick price) {
        requireLeg(source, price.pair().base().equals(source.currency()));
        var target = price.pair().quote();
        int digits = target.getDefaultFractionDigits();
        var amount = source.requirePositive().toDecimal();
        var rounded = amount.multiply(price.bid()).setScale(digits, RoundingMode.HALF_EVEN);
        var most = amount.multiply(price.mid()).setScale(digits, RoundingMode.DOWN);
        return conversion(source, Money.of(rounded.min(most), target), price);
    }

    /** The receiver gets exactly {@code target}. The tick is that of source currency / target currency. */
    public static Conversion receiving(Money target, Tick price) {
        requireLeg(target, price.pair().quote().equals(target.currency()));
        var source = price.pair().base();
        int digits = source.getDefaultFractionDigits();
        var amount = target.requirePositive().toDecimal();
        var rounded = amount.divide(price.bid(), digits, RoundingMode.HALF_EVEN);
        var least = amount.divide(price.mid(), digits, RoundingMode.UP);
        return conversion(Money.of(rounded.max(least), source), target, price);
    }

    /** No conversion: both sides are in the same currency. */
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
            throw new IllegalArgumentException("the price is not of " + amount.currency());
        }
    }
}
