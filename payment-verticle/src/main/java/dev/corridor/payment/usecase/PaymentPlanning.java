package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.value.Currency;
import dev.corridor.payment.client.ForexClient;
import dev.corridor.payment.client.LedgerClient;
import dev.corridor.payment.client.ProfileClient;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Funding;
import dev.corridor.payment.domain.Parties;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.query.Preview;
import dev.corridor.payment.store.MicrosecondClock;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/**
 * Decides the plan of a payment: payee, wallet, rate and amounts. It asks profile, ledger and forex side by side, and
 * moves no money.
 */
public final class PaymentPlanning {
    private final ProfileClient profile;
    private final ForexClient forex;
    private final LedgerClient ledger;
    private final MicrosecondClock clock;

    PaymentPlanning(ProfileClient profile, ForexClient forex, LedgerClient ledger, MicrosecondClock clock) {
        this.profile = profile;
        this.forex = forex;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Plans a payment at the live price. Fails with the reason of a refusal, or unavailable if a service does not
     * answer.
     */
    public Future<Plan> payment(Caller caller, PaymentRequest request) {
        var evident = Funding.evident(request, knownWallet(request));
        var parties = profile.parties(request).map(Parties::requireAllowed);
        var wallets = wallets(request, evident);
        var offer = offer(caller, request, evident);
        return Future.all(parties, wallets).compose(both -> {
            var source = Funding.choose(request, parties.result().payerHomeCurrency(), wallets.result());
            return plan(caller, request, parties.result().payee(), source, offer);
        });
    }

    /**
     * Plans a stored payment at its quote. The quote is used last, so that a payment refused for another reason leaves
     * it unused.
     */
    public Future<Plan> atQuote(Caller caller, Payment payment) {
        var request = payment.request();
        var parties = profile.parties(request).map(Parties::requireAllowed);
        var wallets = ledger.wallets(request.payer());
        return Future.all(parties, wallets)
                .compose(both -> forex.useQuote(
                        caller,
                        request.terms().quote().orElseThrow(),
                        IdempotentRequest.quoteTaker(payment),
                        request.amount(),
                        parties.result().payee()))
                .map(plan -> Funding.requireQuotedWallet(request, plan, wallets.result()));
    }

    /** Plans a payment without storing it or using its quote, and reads the wallet's balance. */
    public Future<Preview> preview(Caller caller, PaymentRequest request) {
        request.requireCurrenciesAt(clock.now());
        var parties = profile.parties(request).map(Parties::requireAllowed);
        return parties.compose(found -> request.terms().quote().isPresent()
                        ? forex.quote(caller, request.terms().quote().get(), request.amount(), found.payee())
                        : payment(caller, request))
                .compose(plan -> ledger.available(request.payer(), plan.source().currency())
                        .map(available -> new Preview(plan, available)));
    }

    /** Plans a top-up into the wallet of its own currency, so only the user has to be looked up. */
    public Future<Plan> topUp(PaymentRequest request) {
        return profile.receiver(request.payee()).map(user -> Plan.withinOneCurrency(user, request.amount()));
    }

    /** Plans a withdrawal from the wallet of its own currency, so only the user has to be checked. */
    public Future<Plan> withdrawal(PaymentRequest request) {
        return profile.requireMayPay(request.payer())
                .map(allowed -> Plan.withinOneCurrency(Payee.HOUSE, request.amount()));
    }

    /** A failure of forex matters only between two currencies; payments within one currency do not need it. */
    private Future<Plan> plan(
            Caller caller, PaymentRequest request, String payee, Currency source, Future<ForexClient.Offer> offer) {
        if (source.equals(request.target())) {
            return Future.succeededFuture(Plan.withinOneCurrency(payee, request.amount()));
        }
        boolean isEndedHome = request.from().isEmpty() && source.hasEndedAt(clock.now());
        return (isEndedHome ? offerFromEnded(caller, request, source) : offer)
                .map(prices -> prices.payFrom(source, payee));
    }

    /** An ended currency is not among those on offer; its price has to be asked for by name. */
    private Future<ForexClient.Offer> offerFromEnded(Caller caller, PaymentRequest request, Currency source) {
        return request.terms().hold().isPresent()
                ? Future.failedFuture(PaymentError.CURRENCY_NOT_EXCHANGED.problem())
                : forex.priceOfTarget(caller, request.amount(), Optional.of(source));
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

    private Future<ForexClient.Offer> offer(Caller caller, PaymentRequest request, Optional<Currency> evident) {
        boolean withinOneCurrency = evident.filter(request.target()::equals).isPresent();
        if (withinOneCurrency) {
            return Future.succeededFuture(ForexClient.Offer.NONE);
        }
        return request.fixedSide() == FixedSide.SOURCE
                ? forex.priceOfSource(caller, request.amount(), request.target())
                : forex.priceOfTarget(caller, request.amount(), evident);
    }
}
