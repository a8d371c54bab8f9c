package dev.corridor.payment.api;

import dev.corridor.kit.door.GrpcDoor;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.money.Money;
import dev.corridor.kit.money.ProtoMoney;
import dev.corridor.payment.History;
import dev.corridor.payment.Processing;
import dev.corridor.payment.domain.Page;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentList;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.TopUpRequest;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** The gRPC door: payment.v1.PaymentService. */
public final class GrpcPayment {
    private final Processing processing;
    private final History history;

    public GrpcPayment(Processing processing, History history) {
        this.processing = processing;
        this.history = history;
    }

    public void mount(GrpcDoor grpc) {
        grpc.service(PaymentServiceGrpcService.SERVICE_NAME, PaymentServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(PaymentServiceGrpcService.Process, Scope.PAYMENTS_WRITE, this::process)
                .unary(PaymentServiceGrpcService.TopUp, Scope.PAYMENTS_TOPUP, this::topUp)
                .unary(PaymentServiceGrpcService.GetPayment, Scope.PAYMENTS_READ, this::getPayment)
                .unary(PaymentServiceGrpcService.ListPayments, Scope.PAYMENTS_READ, this::listPayments);
    }

    private Future<Payment> process(Caller caller, ProcessRequest request) {
        var asked = PaymentRequest.payment(
                        GivenPayer.of(caller),
                        given(request.getIdempotencyKey()),
                        new Payee(request.getTo()),
                        ProtoMoney.fromProto(request.getAmount()),
                        given(request.getFromCurrency()).map(Money::currency),
                        request.getReference())
                .at(given(request.getQuoteId()).map(GrpcPayment::quoteId));
        return processing.pay(caller, asked).map(GrpcPayment::message);
    }

    private static UUID quoteId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw PaymentError.QUOTE_NOT_FOUND.problem();
        }
    }

    private Future<Payment> topUp(Caller caller, TopUpRequest request) {
        var asked = PaymentRequest.topUp(
                caller.subject(),
                given(request.getIdempotencyKey()),
                new Payee(request.getTo()),
                ProtoMoney.fromProto(request.getAmount()),
                request.getReference());
        return processing.topUp(asked).map(GrpcPayment::message);
    }

    private Future<Payment> getPayment(Caller caller, GetPaymentRequest request) {
        return history.payment(caller, request.getPaymentId()).map(PaymentMessages::of);
    }

    private Future<PaymentList> listPayments(Caller caller, ListPaymentsRequest request) {
        String person = given(request.getUserId()).orElse(caller.subject());
        int limit = request.getLimit() == 0 ? Page.DEFAULT_LIMIT : request.getLimit();
        return history.ofPerson(caller, person, limit, given(request.getCursor()))
                .map(PaymentMessages::of);
    }

    private static Payment message(Processing.Answer answer) {
        return PaymentMessages.of(answer.payment().requireNotFailed());
    }

    /** proto3 has no absent strings, only empty ones. */
    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
