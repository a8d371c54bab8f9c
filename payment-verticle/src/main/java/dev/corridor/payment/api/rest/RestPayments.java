package dev.corridor.payment.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentTerms;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPolicy;
import dev.corridor.payment.domain.idempotency.Replayable;
import dev.corridor.payment.usecase.AuthenticatedPayer;
import dev.corridor.payment.usecase.HoldResolver;
import dev.corridor.payment.usecase.PaymentInitiation;
import dev.corridor.payment.usecase.PaymentPlanning;
import dev.corridor.payment.usecase.PaymentUseCases;
import dev.corridor.payment.usecase.RefundInitiation;
import dev.corridor.payment.wire.PaymentJson;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** REST operations that move money, as openapi/payment.yaml describes them. */
public final class RestPayments {
    private final PaymentInitiation initiation;
    private final PaymentPlanning planning;
    private final HoldResolver holds;
    private final RefundInitiation refunds;

    public RestPayments(PaymentUseCases useCases) {
        this.initiation = useCases.initiation();
        this.planning = useCases.planning();
        this.holds = useCases.holds();
        this.refunds = useCases.refunds();
    }

    public void mount(RestTransport rest) {
        rest.operation("process", Scope.PAYMENTS_WRITE, this::process)
                .operation("topUp", Scope.PAYMENTS_TOPUP, this::topUp)
                .operation("withdraw", Scope.PAYMENTS_WITHDRAW, this::withdraw)
                .operation("capturePayment", Scope.PAYMENTS_WRITE, this::capture)
                .operation("cancelPayment", Scope.PAYMENTS_WRITE, this::cancel)
                .operation("refundPayment", Scope.PAYMENTS_WRITE, this::refund);
    }

    private Future<Reply> process(Caller caller, RestRequest request) {
        var payment = payment(caller, request);
        return request.body().getBoolean("preview", false)
                ? planning.preview(caller, payment).map(preview -> Reply.ok(PaymentJson.of(preview)))
                : initiation.pay(caller, payment).map(result -> created(request, result));
    }

    /** With a fixed source the amount is in the wallet's currency. */
    private static PaymentRequest payment(Caller caller, RestRequest request) {
        var fixedSide = request.text("fixed_side").map(RestPayments::fixedSide).orElse(FixedSide.TARGET);
        var from = request.text("from_currency").map(Currency::of);
        boolean inWalletCurrency = fixedSide == FixedSide.SOURCE && from.isPresent();
        var target = Currency.of(request.body().getString("currency"));
        return PaymentRequest.payment(
                        AuthenticatedPayer.of(caller),
                        idempotencyKey(request),
                        Payee.requested(request.text("to")),
                        request.money("amount", inWalletCurrency ? "from_currency" : "currency"),
                        fixedSide == FixedSide.SOURCE ? Optional.of(from.orElse(target)) : from,
                        request.text("reference").orElse(""))
                .withTerms(terms(request, fixedSide, target));
    }

    private static PaymentTerms terms(RestRequest request, FixedSide fixedSide, Currency target) {
        return PaymentTerms.defaults(target)
                .withFixedSide(fixedSide, target)
                .withQuote(request.text("quote_id").map(id -> RequestId.parse(id, PaymentError.QUOTE_NOT_FOUND)))
                .withHold(hold(request))
                .withRefundPolicy(request.text("refund_policy")
                        .map(policy -> RefundPolicy.valueOf(policy.toUpperCase(Locale.ROOT)))
                        .orElse(RefundPolicy.ORIGINAL_RATE))
                .withMetadata(MetadataJson.read(request.body().getJsonObject("metadata")));
    }

    private static Optional<Duration> hold(RestRequest request) {
        var expiresIn =
                Optional.ofNullable(request.body().getInteger("expires_in")).map(Duration::ofSeconds);
        boolean isHeld = request.text("capture").filter("later"::equals).isPresent();
        if (expiresIn.isPresent() && !isHeld) {
            throw PaymentError.HOLD_INVALID.problem("The field expires_in was sent without capture later.");
        }
        return isHeld ? Optional.of(expiresIn.orElse(PaymentTerms.DEFAULT_HOLD)) : Optional.empty();
    }

    private Future<Reply> topUp(Caller caller, RestRequest request) {
        var payment = PaymentRequest.topUp(
                        caller.subject(),
                        idempotencyKey(request),
                        Payee.requested(request.text("to")),
                        request.money("amount", "currency"),
                        request.text("reference").orElse(""))
                .withMetadata(MetadataJson.read(request.body().getJsonObject("metadata")));
        return initiation.topUp(payment).map(result -> created(request, result));
    }

    private Future<Reply> withdraw(Caller caller, RestRequest request) {
        var payment = PaymentRequest.withdrawal(
                        AuthenticatedPayer.of(caller),
                        idempotencyKey(request),
                        request.money("amount", "currency"),
                        request.text("reference").orElse(""))
                .withMetadata(MetadataJson.read(request.body().getJsonObject("metadata")));
        return initiation.withdraw(payment).map(result -> created(request, result));
    }

    private Future<Reply> capture(Caller caller, RestRequest request) {
        return holds.capture(caller, request.path("id"), amount(request), idempotencyKey(request))
                .map(result -> resolved(request, result));
    }

    private Future<Reply> cancel(Caller caller, RestRequest request) {
        return holds.cancel(caller, request.path("id"), idempotencyKey(request))
                .map(result -> resolved(request, result));
    }

    private Future<Reply> refund(Caller caller, RestRequest request) {
        return refunds.refund(
                        caller,
                        request.path("id"),
                        amount(request),
                        request.text("reason").orElse(""),
                        idempotencyKey(request))
                .map(result -> {
                    Refund refund = value(request, result).requireCompleted();
                    return Reply.created("/refunds/" + refund.id(), PaymentJson.of(refund));
                });
    }

    private static Optional<Money> amount(RestRequest request) {
        return request.optionalMoney("amount", "currency");
    }

    private static FixedSide fixedSide(String text) {
        return FixedSide.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Optional<String> idempotencyKey(RestRequest request) {
        return request.header("idempotency-key");
    }

    private static Reply created(RestRequest request, Replayable<Payment> result) {
        var payment = value(request, result).requireNotFailed();
        return Reply.created("/payments/" + payment.id(), PaymentJson.of(payment));
    }

    private static Reply resolved(RestRequest request, Replayable<Payment> result) {
        return Reply.ok(PaymentJson.of(value(request, result)));
    }

    /** The value of the result; a replayed result is marked in the response. */
    private static <T> T value(RestRequest request, Replayable<T> result) {
        if (result.replayed()) {
            request.responseHeader("idempotency-replayed", "true");
        }
        return result.value();
    }
}
