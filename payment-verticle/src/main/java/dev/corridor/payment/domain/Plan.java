package dev.corridor.payment.domain;

import dev.corridor.kit.money.Money;
import java.math.BigDecimal;

/**
 * What was decided before the first posting, and is kept: a repeat of the posting must have the same content.
 *
 * @param payee a person's id, or {@link Payee#HOUSE}
 * @param source what the payer spends
 * @param rate target units for one source unit
 */
public record Plan(String payee, Money source, BigDecimal rate) {

    /** @throws dev.corridor.kit.error.Problem amount_too_small when nothing would be spent */
    public Plan {
        if (!source.isPositive()) {
            throw PaymentError.AMOUNT_TOO_SMALL.problem();
        }
    }

    public static Plan withinOneCurrency(String payee, Money amount) {
        return new Plan(payee, amount, BigDecimal.ONE);
    }
}
