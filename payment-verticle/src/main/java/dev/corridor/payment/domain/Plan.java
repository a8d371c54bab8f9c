package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The plan of a payment, decided before the first posting. It never changes, because a repeated posting must have the
 * same content.
 *
 * @param payee a user's id, or {@link Payee#HOUSE}
 * @param source the amount that the payer spends
 * @param target the amount that the payee receives
 * @param rate target units for one source unit
 */
public record Plan(String payee, Money source, Money target, BigDecimal rate) {

    /** @throws dev.corridor.kit.error.Problem amount_too_small if either amount is not positive */
    public Plan {
        if (!source.isPositive() || !target.isPositive()) {
            throw PaymentError.AMOUNT_TOO_SMALL.problem();
        }
    }

    public static Plan withinOneCurrency(String payee, Money amount) {
        return new Plan(payee, amount, amount, BigDecimal.ONE);
    }

    public boolean exchanges() {
        return !source.currency().equals(target.currency());
    }

    /**
     * Computes the source amount of a part of the target, rounded half-even. All of the target costs all of the
     * source, so the parts of consecutive refunds add up to the source.
     *
     * @param part from zero to all of the target
     */
    public Money sourceOf(Money part) {
        if (!exchanges()) {
            return part;
        }
        var share = BigDecimal.valueOf(source.minorUnits())
                .multiply(BigDecimal.valueOf(part.minorUnits()))
                .divide(BigDecimal.valueOf(target.minorUnits()), 0, RoundingMode.HALF_EVEN);
        return new Money(share.longValueExact(), source.currency());
    }
}
