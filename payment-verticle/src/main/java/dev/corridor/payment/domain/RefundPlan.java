package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;

/**
 * What a refund gives back, decided before it is posted.
 *
 * @param returned what the payer gets, in the currency they paid from
 * @param result what the house gains by it, or loses, in that currency: what the amount is worth now less what it returns;
 *     zero where the policy is {@link RefundPolicy#CURRENT_RATE}, or nothing is exchanged
 */
public record RefundPlan(Money returned, Money result) {

    /** @throws dev.corridor.kit.error.Problem amount_too_small when nothing would come back */
    public RefundPlan {
        if (!returned.isPositive()) {
            throw PaymentError.AMOUNT_TOO_SMALL.problem();
        }
    }

    public static RefundPlan withinOneCurrency(Money amount) {
        return new RefundPlan(amount, Money.zero(amount.currency()));
    }

    /**
     * @param before what earlier refunds gave back of the target
     * @param amount what this one gives back of it
     * @param worth what the amount is worth now, in the currency of the source
     */
    public static RefundPlan exchanged(RefundPolicy policy, Plan paid, Money before, Money amount, Money worth) {
        if (policy == RefundPolicy.CURRENT_RATE) {
            return withinOneCurrency(worth);
        }
        var spent = paid.sourceOf(before.plus(amount)).minus(paid.sourceOf(before));
        return new RefundPlan(spent, worth.minus(spent));
    }
}
