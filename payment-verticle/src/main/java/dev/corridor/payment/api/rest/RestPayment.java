package dev.corridor.payment.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentTerms;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPolicy;
import dev.corridor.payment.domain.Replayable;
import dev.corridor.payment.usecase.HoldProcessing;
import dev.corridor.payment.usecase.PaymentPreparation;
import dev.corridor.payment.usecase.PaymentProcessing;
import dev.corridor.payment.usecase.RefundProcessing;
import dev.corridor.payment.wire.GivenPayer;
import dev.corridor.payment.wire.PaymentJson;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The REST door to what moves money; its contract is openapi/payment.yaml. */
public final class RestPayment {
    private final PaymentProcessing processing;
    private final PaymentPreparation preparation;
    private final HoldProcessing holds;
    private final RefundProcessing refunds;

    public RestPayment(
            PaymentProcessing processing,
            PaymentPreparation preparation,
            HoldProcessing holds,
            RefundProcessing refunds) {
        this.processing = processing;
        this.preparation = preparation;
        this.holds = holds;
        this.refunds = refunds;
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
        var asked = asked(caller, request);
        return request.body().getBoolean("preview", false)
                ? preparation.preview(caller, asked).map(preview -> Reply.ok(PaymentJson.of(preview)))
                : processing.pay(caller, asked).map(answer -> created(request, answer));
    }

    /** With "source" fixed the amount is one of the wallet it is spent from. */
    private static PaymentRequest asked(Caller caller, RestRequest request) {
        var fix = request.text("fixed_side").map(RestPayment::fix).orElse(FixedSide.TARGET);
        var from = request.text("from_currency").map(Money::currency);
        boolean ofWallet = fix == FixedSide.SOURCE && from.isPresent();
        var target = Money.currency(request.body().getString("currency"));
        return PaymentRequest.payment(
                        GivenPayer.of(caller),
                        idempotencyKey(request),
                        new Payee(request.text("to").orElse("")),
                        request.money("amount", ofWallet ? "from_currency" : "currency"),
                        fix == FixedSide.SOURCE ? Optional.of(from.orElse(target)) : from,
                        request.text("reference").orElse(""))
                .on(terms(request, fix, target));
    }

    private static PaymentTerms terms(RestRequest request, FixedSide fix, Currency target) {
        return PaymentTerms.plain(target)
                .fixing(fix, target)
                .at(request.text("quote_id").map(UUID::fromString))
                .holding(hold(request))
                .refundedAt(request.text("refund_policy")
                        .map(policy -> RefundPolicy.valueOf(policy.toUpperCase(Locale.ROOT)))
                        .orElse(RefundPolicy.ORIGINAL_RATE))
                .with(MetadataJson.read(request.body().getJsonObject("metadata")));
    }

    private static Optional<Duration> hold(RestRequest request) {
        return request.text("capture").filter("later"::equals).map(later -> Optional.ofNullable(
                        request.body().getInteger("expires_in"))
                .map(Duration::ofSeconds)
                .orElse(PaymentTerms.HOLD_UNLESS_SAID));
    }

    private Future<Reply> topUp(Caller caller, RestRequest request) {
        var asked = PaymentRequest.topUp(
                        caller.subject(),
                        idempotencyKey(request),
                        new Payee(request.text("to").orElse("")),
                        request.money("amount", "currency"),
                        request.text("reference").orElse(""))
                .with(MetadataJson.read(request.body().getJsonObject("metadata")));
        return processing.topUp(asked).map(answer -> created(request, answer));
    }

    private Future<Reply> withdraw(Caller caller, RestRequest request) {
        var asked = PaymentRequest.withdrawal(
                        GivenPayer.of(caller),
                        idempotencyKey(request),
                        request.money("amount", "currency"),
                        request.text("reference").orElse(""))
                .with(MetadataJson.read(request.body().getJsonObject("metadata")));
        return processing.withdraw(asked).map(answer -> created(request, answer));
    }

    private Future<Reply> capture(Caller caller, RestRequest request) {
        return holds.capture(caller, request.path("id"), amount(request), idempotencyKey(request))
                .map(answer -> ended(request, answer));
    }

    private Future<Reply> cancel(Caller caller, RestRequest request) {
        return holds.cancel(caller, request.path("id"), idempotencyKey(request)).map(answer -> ended(request, answer));
    }

    private Future<Reply> refund(Caller caller, RestRequest request) {
        return refunds.refund(
                        caller,
                        request.path("id"),
                        amount(request),
                        request.text("reason").orElse(""),
                        idempotencyKey(request))
                .map(answer -> {
                    Refund refund = told(request, answer).requireCompleted();
                    return Reply.created("/refunds/" + refund.id(), PaymentJson.of(refund));
                });
    }

    private static Optional<Money> amount(RestRequest request) {
        return request.body().getValue("amount") == null
                ? Optional.empty()
                : Optional.of(request.money("amount", "currency"));
    }

    private static FixedSide fix(String word) {
        return FixedSide.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Optional<String> idempotencyKey(RestRequest request) {
        return request.header("idempotency-key");
    }

    private static Reply created(RestRequest request, Replayable<Payment> answer) {
        var payment = told(request, answer).requireNotFailed();
        return Reply.created("/payments/" + payment.id(), PaymentJson.of(payment));
    }

    private static Reply ended(RestRequest request, Replayable<Payment> answer) {
        return Reply.ok(PaymentJson.of(told(request, answer)));
    }

    private static <T> T told(RestRequest request, Replayable<T> answer) {
        if (answer.replayed()) {
            request.answerHeader("idempotency-replayed", "true");
        }
        return answer.value();
    }
}
