package dev.corridor.payment.api;

import dev.corridor.kit.door.Reply;
import dev.corridor.kit.door.RestDoor;
import dev.corridor.kit.door.RestRequest;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.money.Money;
import dev.corridor.payment.History;
import dev.corridor.payment.Processing;
import dev.corridor.payment.domain.Page;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.PaymentRequest;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** The REST door; its contract is openapi/payment.yaml. */
public final class RestPayment {
    private final Processing processing;
    private final History history;

    public RestPayment(Processing processing, History history) {
        this.processing = processing;
        this.history = history;
    }

    public void mount(RestDoor rest) {
        rest.operation("process", Scope.PAYMENTS_WRITE, this::process)
                .operation("topUp", Scope.PAYMENTS_TOPUP, this::topUp)
                .operation("getPayment", Scope.PAYMENTS_READ, this::getPayment)
                .operation("listPayments", Scope.PAYMENTS_READ, this::listPayments);
    }

    private Future<Reply> process(Caller caller, RestRequest request) {
        var asked = PaymentRequest.payment(
                        GivenPayer.of(caller),
                        idempotencyKey(request),
                        new Payee(request.text("to").orElse("")),
                        request.money("amount", "currency"),
                        request.text("from_currency").map(Money::currency),
                        request.text("reference").orElse(""))
                .at(request.text("quote_id").map(UUID::fromString));
        return processing.pay(caller, asked).map(answer -> reply(request, answer));
    }

    private Future<Reply> topUp(Caller caller, RestRequest request) {
        var asked = PaymentRequest.topUp(
                caller.subject(),
                idempotencyKey(request),
                new Payee(request.text("to").orElse("")),
                request.money("amount", "currency"),
                request.text("reference").orElse(""));
        return processing.topUp(asked).map(answer -> reply(request, answer));
    }

    private Future<Reply> getPayment(Caller caller, RestRequest request) {
        return history.payment(caller, request.path("id")).map(payment -> Reply.ok(PaymentJson.of(payment)));
    }

    private Future<Reply> listPayments(Caller caller, RestRequest request) {
        int limit = request.query("limit", Page.DEFAULT_LIMIT);
        return history.ofPerson(caller, caller.subject(), limit, request.query("cursor"))
                .map(page -> Reply.ok(PaymentJson.of(page)));
    }

    private static Optional<String> idempotencyKey(RestRequest request) {
        return request.header("idempotency-key");
    }

    private static Reply reply(RestRequest request, Processing.Answer answer) {
        if (answer.replayed()) {
            request.answerHeader("idempotency-replayed", "true");
        }
        var payment = answer.payment().requireNotFailed();
        return Reply.created("/payments/" + payment.id(), PaymentJson.of(payment));
    }
}
