package dev.corridor.payment.domain;

import dev.corridor.kit.value.Currency;
import java.util.Optional;
import java.util.Set;

/**
 * Rule that chooses the wallet to pay from: the requested one, else the one in the payment's currency, else the home
 * currency's.
 */
public final class Funding {
    private Funding() {}

    /**
     * Chooses the wallet without a call to the ledger, if that is possible. Wallets are never closed, so a known
     * wallet still exists; an unknown one may exist.
     *
     * @param known currencies of the payer's known wallets
     */
    public static Optional<Currency> evident(PaymentRequest request, Set<Currency> known) {
        return request.from().or(() -> Optional.of(paymentCurrency(request)).filter(known::contains));
    }

    /**
     * Chooses the wallet from all wallets of the payer.
     *
     * @param home the payer's home currency
     * @param wallets currencies of all the payer's wallets
     * @throws dev.corridor.kit.error.Problem insufficient_funds if the payer has no such wallet
     */
    public static Currency choose(PaymentRequest request, Currency home, Set<Currency> wallets) {
        var wanted = evident(request, wallets).orElse(home);
        if (!wallets.contains(wanted)) {
            throw PaymentError.INSUFFICIENT_FUNDS.problem();
        }
        return wanted;
    }

    /**
     * Checks the wallet of a payment at a quote.
     *
     * @param plan at the quote's price
     * @param wallets currencies of all the payer's wallets
     * @throws dev.corridor.kit.error.Problem quote_mismatch if the request names another wallet, insufficient_funds if
     *     the payer has no wallet in the quote's source currency
     */
    public static Plan requireQuotedWallet(PaymentRequest request, Plan plan, Set<Currency> wallets) {
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
