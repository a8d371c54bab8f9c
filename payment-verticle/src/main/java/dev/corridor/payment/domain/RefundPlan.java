package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;

/**
 * The plan of a refund, decided before it is posted.
 *
 * @param returned the amount that the payer gets back, in the source currency
 * @param result the house's gain or loss, in the source currency: the current value of the amount less {@code
 *     returned}; zero under {@link RefundPolicy#CURRENT_RATE} and within one currency
 */
public record RefundPlan(Money returned, Money result) {

    /** @throws dev.corridor.kit.error.Problem amount_too_small if {@code returned} is not positive */
    public RefundPlan {
        if (!returned.isPositive()) {
            throw PaymentError.AMOUNT_TOO_SMALL.problem();
        }
    }

    public static RefundPlan withinOneCurrency(Money amount) {
        return new RefundPlan(amount, Money.zero(amount.currency()));
    }

    /**
     * Plans a refund between two currencies.
     *
     * @param before the part of the target that earlier refunds returned
     * @param amount the part of the target that this refund returns
     * @param value the current value of {@code amount} in the source currency
     */
    public static RefundPlan exchanged(RefundPolicy policy, Plan paid, Money before, Money amount, Money value) {
        if (policy == RefundPolicy.CURRENT_RATE) {
            return withinOneCurrency(value);
        }
        var spent = paid.sourceOf(before.plus(amount)).minus(paid.sourceOf(before));
        return new RefundPlan(spent, value.minus(spent));
    }
}
