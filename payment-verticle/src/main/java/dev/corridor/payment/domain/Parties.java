package dev.corridor.payment.domain;

import dev.corridor.kit.value.Currency;

/**
 * Payer and payee of a payment, as the profile service describes them.
 *
 * @param payerMayPay whether the payer is verified
 * @param payee a user's id, or {@link Payee#HOUSE}
 */
public record Parties(
        String payer, boolean payerMayPay, Currency payerHomeCurrency, String payee, boolean payeeMayReceive) {

    /** @throws dev.corridor.kit.error.Problem payer_not_allowed, payee_not_allowed, same_person */
    public Parties requireAllowed() {
        if (!payerMayPay) {
            throw PaymentError.PAYER_NOT_ALLOWED.problem();
        }
        if (!payeeMayReceive) {
            throw PaymentError.PAYEE_NOT_ALLOWED.problem();
        }
        if (payer.equals(payee)) {
            throw PaymentError.SAME_PERSON.problem();
        }
        return this;
    }
}
