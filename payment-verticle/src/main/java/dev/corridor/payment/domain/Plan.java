package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What was decided before the first posting, and is kept: a repeat of the posting must have the same content.
 *
 * @param payee a person's id, or {@link Payee#HOUSE}
 * @param source what the payer spends
 * @param target what the payee gets
 * @param rate target units for one source unit
 */
public record Plan(String payee, Money source, Money target, BigDecimal rate) {

    /** @throws dev.corridor.kit.error.Problem amount_too_small when nothing would be spent, or nothing arrive */
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
     * What the payer spends for a part of the target: the same part of the source, rounded half-even. All of the target costs
     * all of the source, and parts that follow one another add up to it.
     *
     * @param part from nothing to all of the target
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
