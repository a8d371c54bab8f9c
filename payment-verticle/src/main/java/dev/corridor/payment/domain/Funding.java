package dev.corridor.payment.domain;

import java.util.Currency;
import java.util.Optional;
import java.util.Set;

/** Which wallet pays: the one asked for, else the one in the payment's currency, else the one in the home currency. */
public final class Funding {
    private Funding() {}

    /**
     * The wallet that can be told without asking anybody. Wallets are opened and never closed, so one that is known once
     * still exists; what is not known may exist all the same.
     *
     * @param known currencies of the payer's wallets, perhaps not all
     */
    public static Optional<Currency> evident(PaymentRequest request, Set<Currency> known) {
        return request.from().or(() -> Optional.of(paymentCurrency(request)).filter(known::contains));
    }

    /**
     * @param home the payer's home currency
     * @param wallets currencies of all the payer's wallets
     * @throws dev.corridor.kit.error.Problem insufficient_funds when there is no such wallet
     */
    public static Currency choose(PaymentRequest request, Currency home, Set<Currency> wallets) {
        var wanted = evident(request, wallets).orElse(home);
        if (!wallets.contains(wanted)) {
            throw PaymentError.INSUFFICIENT_FUNDS.problem();
        }
        return wanted;
    }

    /**
     * @param plan at the quote's price
     * @param wallets currencies of all the payer's wallets
     * @throws dev.corridor.kit.error.Problem quote_mismatch when another wallet was asked for, insufficient_funds when there is
     *     no wallet that the quote is to be paid from
     */
    public static Plan requireQuoted(PaymentRequest request, Plan plan, Set<Currency> wallets) {
        var source = plan.source().currency();
        if (request.from().filter(asked -> !asked.equals(source)).isPresent()) {
            throw PaymentError.QUOTE_MISMATCH.problem();
        }
        if (!wallets.contains(source)) {
            throw PaymentError.INSUFFICIENT_FUNDS.problem();
        }
        return plan;
    }

    private static Currency paymentCurrency(PaymentRequest request) {
        return request.target();
    }
}
