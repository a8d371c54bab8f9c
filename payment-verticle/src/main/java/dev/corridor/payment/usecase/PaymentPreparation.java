package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.payment.client.ForexPrices;
import dev.corridor.payment.client.LedgerBooks;
import dev.corridor.payment.client.ProfileDirectory;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Funding;
import dev.corridor.payment.domain.Parties;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Preview;
import io.vertx.core.Future;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;

/** Step 2: asks, side by side, who pays and who receives, from which wallet, and at what price. Moves nothing. */
public final class PaymentPreparation {
    private final ProfileDirectory profile;
    private final ForexPrices forex;
    private final LedgerBooks ledger;

    public PaymentPreparation(ProfileDirectory profile, ForexPrices forex, LedgerBooks ledger) {
        this.profile = profile;
        this.forex = forex;
        this.ledger = ledger;
    }

    /** At the live price. Fails with the reason when it is refused, and with unavailable when it could not be found out. */
    public Future<Plan> payment(Caller caller, PaymentRequest request) {
        var evident = Funding.evident(request, knownWallet(request));
        var parties = profile.parties(request).map(Parties::requireAllowed);
        var wallets = wallets(request, evident);
        var offer = offer(caller, request, evident);
        return Future.all(parties, wallets).compose(both -> plan(request, parties.result(), wallets.result(), offer));
    }

    /** At its quote, which is used up last, so that a payment refused for another reason leaves it for the next. */
    public Future<Plan> atQuote(Caller caller, Payment payment) {
        var request = payment.request();
        var parties = profile.parties(request).map(Parties::requireAllowed);
        var wallets = ledger.wallets(request.payer());
        return Future.all(parties, wallets)
                .compose(both -> forex.use(
                        caller,
                        request.terms().quote().orElseThrow(),
                        payment.quoteTaker(),
                        request.amount(),
                        parties.result().payee()))
                .map(plan -> Funding.requireQuoted(request, plan, wallets.result()));
    }

    /** What the payment would cost now; nothing is written, and a quote is left as it is. */
    public Future<Preview> preview(Caller caller, PaymentRequest request) {
        var parties = profile.parties(request).map(Parties::requireAllowed);
        return parties.compose(found -> request.terms().quote().isPresent()
                        ? forex.promised(caller, request.terms().quote().get(), request.amount(), found.payee())
                        : payment(caller, request))
                .compose(plan -> ledger.available(request.payer(), plan.source().currency())
                        .map(available -> new Preview(plan, available)));
    }

    /** Money from outside arrives in the wallet of its own currency, so only the person has to be found. */
    public Future<Plan> topUp(PaymentRequest request) {
        return profile.personId(request.payee()).map(person -> Plan.withinOneCurrency(person, request.amount()));
    }

    /** Money leaves in the currency it is kept in, so only the person has to be found. */
    public Future<Plan> withdrawal(PaymentRequest request) {
        return profile.requireMayPay(request.payer())
                .map(allowed -> Plan.withinOneCurrency(Payee.HOUSE, request.amount()));
    }

    /** The forex service's answer counts only if the money has to be exchanged: without it, other payments go on. */
    private static Future<Plan> plan(
            PaymentRequest request, Parties parties, Set<Currency> wallets, Future<ForexPrices.Offer> offer) {
        var source = Funding.choose(request, parties.payerHomeCurrency(), wallets);
        return source.equals(request.target())
                ? Future.succeededFuture(Plan.withinOneCurrency(parties.payee(), request.amount()))
                : offer.map(prices -> prices.payFrom(source, parties.payee()));
    }

    private Set<Currency> knownWallet(PaymentRequest request) {
        var currency = request.target();
        return ledger.knowsWallet(request.payer(), currency) ? Set.of(currency) : Set.of();
    }

    private Future<Set<Currency>> wallets(PaymentRequest request, Optional<Currency> evident) {
        return evident.isPresent() && ledger.knowsWallet(request.payer(), evident.get())
                ? Future.succeededFuture(Set.of(evident.get()))
                : ledger.wallets(request.payer());
    }

    private Future<ForexPrices.Offer> offer(Caller caller, PaymentRequest request, Optional<Currency> evident) {
        boolean withinOneCurrency = evident.filter(request.target()::equals).isPresent();
        if (withinOneCurrency) {
            return Future.succeededFuture(ForexPrices.Offer.NONE);
        }
        return request.fix() == FixedSide.SOURCE
                ? forex.toSpend(caller, request.amount(), request.target())
                : forex.toPay(caller, request.amount(), evident);
    }
}
