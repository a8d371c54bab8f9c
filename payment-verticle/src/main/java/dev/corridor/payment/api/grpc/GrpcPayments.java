package dev.corridor.payment.api.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.PaymentTerms;
import dev.corridor.payment.domain.RefundPolicy;
import dev.corridor.payment.domain.idempotency.Replayable;
import dev.corridor.payment.domain.query.PaymentFilter;
import dev.corridor.payment.domain.query.PaymentPage;
import dev.corridor.payment.usecase.AuthenticatedPayer;
import dev.corridor.payment.usecase.HoldResolver;
import dev.corridor.payment.usecase.PaymentInitiation;
import dev.corridor.payment.usecase.PaymentPlanning;
import dev.corridor.payment.usecase.PaymentQueries;
import dev.corridor.payment.usecase.PaymentUseCases;
import dev.corridor.payment.usecase.RefundInitiation;
import dev.corridor.payment.v1.CancelPaymentRequest;
import dev.corridor.payment.v1.CancelPaymentResponse;
import dev.corridor.payment.v1.CapturePaymentRequest;
import dev.corridor.payment.v1.CapturePaymentResponse;
import dev.corridor.payment.v1.GetIdempotencyKeyRequest;
import dev.corridor.payment.v1.GetIdempotencyKeyResponse;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.GetPaymentResponse;
import dev.corridor.payment.v1.GetRefundRequest;
import dev.corridor.payment.v1.GetRefundResponse;
import dev.corridor.payment.v1.GetTimelineRequest;
import dev.corridor.payment.v1.GetTimelineResponse;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.ListPaymentsResponse;
import dev.corridor.payment.v1.ListRefundsRequest;
import dev.corridor.payment.v1.ListRefundsResponse;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import dev.corridor.payment.v1.PreviewPaymentRequest;
import dev.corridor.payment.v1.PreviewPaymentResponse;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.ProcessResponse;
import dev.corridor.payment.v1.RefundPaymentRequest;
import dev.corridor.payment.v1.RefundPaymentResponse;
import dev.corridor.payment.v1.Status;
import dev.corridor.payment.v1.TopUpRequest;
import dev.corridor.payment.v1.TopUpResponse;
import dev.corridor.payment.v1.WithdrawRequest;
import dev.corridor.payment.v1.WithdrawResponse;
import dev.corridor.payment.wire.PaymentMessages;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Unary methods of payment.v1.PaymentService. */
public final class GrpcPayments {
    private final PaymentInitiation initiation;
    private final PaymentPlanning planning;
    private final HoldResolver holds;
    private final RefundInitiation refunds;
    private final PaymentQueries queries;

    public GrpcPayments(PaymentUseCases useCases) {
        this.initiation = useCases.initiation();
        this.planning = useCases.planning();
        this.holds = useCases.holds();
        this.refunds = useCases.refunds();
        this.queries = useCases.queries();
    }

    public void mount(GrpcTransport grpc) {
        grpc.service(PaymentServiceGrpcService.SERVICE_NAME, PaymentServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(PaymentServiceGrpcService.Process, Scope.PAYMENTS_WRITE, this::process)
                .unary(PaymentServiceGrpcService.PreviewPayment, Scope.PAYMENTS_WRITE, this::preview)
                .unary(PaymentServiceGrpcService.TopUp, Scope.PAYMENTS_TOPUP, this::topUp)
                .unary(PaymentServiceGrpcService.Withdraw, Scope.PAYMENTS_WITHDRAW, this::withdraw)
                .unary(PaymentServiceGrpcService.CapturePayment, Scope.PAYMENTS_WRITE, this::capture)
                .unary(PaymentServiceGrpcService.CancelPayment, Scope.PAYMENTS_WRITE, this::cancel)
                .unary(PaymentServiceGrpcService.RefundPayment, Scope.PAYMENTS_WRITE, this::refund)
                .unary(PaymentServiceGrpcService.GetPayment, Scope.PAYMENTS_READ, this::getPayment)
                .unary(PaymentServiceGrpcService.ListPayments, Scope.PAYMENTS_READ, this::listPayments)
                .unary(PaymentServiceGrpcService.GetTimeline, Scope.PAYMENTS_READ, this::getTimeline)
                .unary(PaymentServiceGrpcService.GetRefund, Scope.PAYMENTS_READ, this::getRefund)
                .unary(PaymentServiceGrpcService.ListRefunds, Scope.PAYMENTS_READ, this::listRefunds)
                .unary(PaymentServiceGrpcService.GetIdempotencyKey, Scope.PAYMENTS_READ, this::getIdempotencyKey);
    }

    private Future<ProcessResponse> process(Caller caller, ProcessRequest request) {
        return initiation.pay(caller, payment(caller, request)).map(result -> ProcessResponse.newBuilder()
                .setPayment(message(result))
                .build());
    }

    private Future<PreviewPaymentResponse> preview(Caller caller, PreviewPaymentRequest request) {
        return planning.preview(caller, payment(caller, request.getPayment())).map(PaymentMessages::of);
    }

    private static PaymentRequest payment(Caller caller, ProcessRequest request) {
        var amount = ProtoMoney.fromProto(request.getAmount());
        var fixedSide = fixedSide(request.getFixedSide());
        var from = given(request.hasFromCurrency(), request.getFromCurrency()).map(Currency::of);
        return PaymentRequest.payment(
                        AuthenticatedPayer.of(caller),
                        given(request.hasIdempotencyKey(), request.getIdempotencyKey()),
                        Payee.requested(given(request.hasTo(), request.getTo())),
                        amount,
                        fixedSide == FixedSide.SOURCE ? Optional.of(sourceWallet(amount, from)) : from,
                        request.getReference())
                .withTerms(terms(request, fixedSide, amount.currency()));
    }

    /** A fixed source amount is paid from the wallet of its own currency. */
    private static Currency sourceWallet(Money amount, Optional<Currency> from) {
        if (from.filter(other -> !other.equals(amount.currency())).isPresent()) {
            throw PaymentError.SOURCE_MISMATCH.problem();
        }
        return amount.currency();
    }

    private static PaymentTerms terms(ProcessRequest request, FixedSide fixedSide, Currency amountCurrency) {
        var target =
                given(request.hasTargetCurrency(), request.getTargetCurrency()).map(Currency::of);
        if (fixedSide == FixedSide.TARGET
                && target.filter(other -> !other.equals(amountCurrency)).isPresent()) {
            throw PaymentError.TARGET_MISMATCH.problem();
        }
        var hold = request.hasHold()
                ? Optional.of(Duration.ofSeconds(request.getHold().getSeconds()))
                : Optional.<Duration>empty();
        return PaymentTerms.defaults(amountCurrency)
                .withFixedSide(fixedSide, target.orElse(amountCurrency))
                .withQuote(given(request.hasQuoteId(), request.getQuoteId())
                        .map(id -> RequestId.parse(id, PaymentError.QUOTE_NOT_FOUND)))
                .withHold(hold)
                .withRefundPolicy(refundPolicy(request.getRefundPolicy()))
                .withMetadata(new Metadata(request.getMetadataMap()));
    }

    private Future<TopUpResponse> topUp(Caller caller, TopUpRequest request) {
        var payment = PaymentRequest.topUp(
                caller.subject(),
                given(request.hasIdempotencyKey(), request.getIdempotencyKey()),
                Payee.requested(Optional.of(request.getTo())),
                ProtoMoney.fromProto(request.getAmount()),
                request.getReference());
        return initiation.topUp(payment).map(result -> TopUpResponse.newBuilder()
                .setPayment(message(result))
                .build());
    }

    private Future<WithdrawResponse> withdraw(Caller caller, WithdrawRequest request) {
        var payment = PaymentRequest.withdrawal(
                AuthenticatedPayer.of(caller),
                given(request.hasIdempotencyKey(), request.getIdempotencyKey()),
                ProtoMoney.fromProto(request.getAmount()),
                request.getReference());
        return initiation.withdraw(payment).map(result -> WithdrawResponse.newBuilder()
                .setPayment(message(result))
                .build());
    }

    private Future<CapturePaymentResponse> capture(Caller caller, CapturePaymentRequest request) {
        var amount =
                request.hasAmount() ? Optional.of(ProtoMoney.fromProto(request.getAmount())) : Optional.<Money>empty();
        return holds.capture(
                        caller,
                        request.getPaymentId(),
                        amount,
                        given(request.hasIdempotencyKey(), request.getIdempotencyKey()))
                .map(result -> CapturePaymentResponse.newBuilder()
                        .setPayment(message(result))
                        .build());
    }

    private Future<CancelPaymentResponse> cancel(Caller caller, CancelPaymentRequest request) {
        return holds.cancel(
                        caller, request.getPaymentId(), given(request.hasIdempotencyKey(), request.getIdempotencyKey()))
                .map(result -> CancelPaymentResponse.newBuilder()
                        .setPayment(message(result))
                        .build());
    }

    private Future<RefundPaymentResponse> refund(Caller caller, RefundPaymentRequest request) {
        var amount =
                request.hasAmount() ? Optional.of(ProtoMoney.fromProto(request.getAmount())) : Optional.<Money>empty();
        return refunds.refund(
                        caller,
                        request.getPaymentId(),
                        amount,
                        request.getReason(),
                        given(request.hasIdempotencyKey(), request.getIdempotencyKey()))
                .map(result -> RefundPaymentResponse.newBuilder()
                        .setRefund(PaymentMessages.of(result.value().requireCompleted()))
                        .build());
    }

    private Future<GetPaymentResponse> getPayment(Caller caller, GetPaymentRequest request) {
        return queries.payment(caller, request.getPaymentId()).map(payment -> GetPaymentResponse.newBuilder()
                .setPayment(PaymentMessages.of(payment))
                .build());
    }

    private Future<ListPaymentsResponse> listPayments(Caller caller, ListPaymentsRequest request) {
        String userId = given(request.hasUserId(), request.getUserId()).orElse(caller.subject());
        int limit = PaymentPage.LIMIT.of(request.getLimit());
        return queries.paymentsOf(caller, userId, filter(request), limit, cursor(request))
                .map(PaymentMessages::of);
    }

    private static PaymentFilter filter(ListPaymentsRequest request) {
        var statuses =
                request.getStatusesList().stream().map(GrpcPayments::status).collect(Collectors.toSet());
        return new PaymentFilter(
                statuses,
                request.hasFrom() ? Optional.of(RequestTime.fromProto("from", request.getFrom())) : Optional.empty(),
                request.hasTo() ? Optional.of(RequestTime.fromProto("to", request.getTo())) : Optional.empty(),
                given(request.hasCounterparty(), request.getCounterparty()),
                given(request.hasReference(), request.getReference()),
                given(request.hasCurrency(), request.getCurrency()).map(Currency::of),
                given(request.hasMinAmount(), request.getMinAmount())
                        .map(amount -> Money.parse(amount, request.getCurrency())),
                given(request.hasMaxAmount(), request.getMaxAmount())
                        .map(amount -> Money.parse(amount, request.getCurrency())));
    }

    private Future<GetTimelineResponse> getTimeline(Caller caller, GetTimelineRequest request) {
        return queries.timeline(caller, request.getPaymentId()).map(PaymentMessages::of);
    }

    private Future<GetRefundResponse> getRefund(Caller caller, GetRefundRequest request) {
        return queries.refund(caller, request.getRefundId()).map(refund -> GetRefundResponse.newBuilder()
                .setRefund(PaymentMessages.of(refund))
                .build());
    }

    private Future<ListRefundsResponse> listRefunds(Caller caller, ListRefundsRequest request) {
        return queries.refunds(caller, request.getPaymentId()).map(PaymentMessages::of);
    }

    private Future<GetIdempotencyKeyResponse> getIdempotencyKey(Caller caller, GetIdempotencyKeyRequest request) {
        return queries.key(caller, request.getKey()).compose(key -> {
            var payment = queries.paymentUnder(key);
            var refund = queries.refundUnder(key);
            return Future.all(payment, refund).map(both -> PaymentMessages.of(key, payment.result(), refund.result()));
        });
    }

    private static Payment message(Replayable<dev.corridor.payment.domain.Payment> result) {
        return PaymentMessages.of(result.value().requireNotFailed());
    }

    private static FixedSide fixedSide(dev.corridor.payment.v1.FixedSide side) {
        return switch (side) {
            case FIXED_SIDE_UNSPECIFIED, FIXED_SIDE_TARGET -> FixedSide.TARGET;
            case FIXED_SIDE_SOURCE -> FixedSide.SOURCE;
            case UNRECOGNIZED -> throw unknownValue("fixed_side");
        };
    }

    private static RefundPolicy refundPolicy(dev.corridor.payment.v1.RefundPolicy policy) {
        return switch (policy) {
            case REFUND_POLICY_UNSPECIFIED, REFUND_POLICY_ORIGINAL_RATE -> RefundPolicy.ORIGINAL_RATE;
            case REFUND_POLICY_CURRENT_RATE -> RefundPolicy.CURRENT_RATE;
            case UNRECOGNIZED -> throw unknownValue("refund_policy");
        };
    }

    private static PaymentStatus status(Status status) {
        if (status == Status.STATUS_UNSPECIFIED || status == Status.UNRECOGNIZED) {
            throw unknownValue("statuses");
        }
        return PaymentStatus.valueOf(status.name().replaceFirst("STATUS_", ""));
    }

    private static Problem unknownValue(String field) {
        return Problem.of(StandardError.INVALID_REQUEST, "The field %s has an unknown value.".formatted(field));
    }

    /** An empty cursor is that of the first page: it is what the last page ends with. */
    private static Optional<String> cursor(ListPaymentsRequest request) {
        return Optional.of(request.getCursor()).filter(text -> !text.isEmpty());
    }

    /** A field that is present and empty is not absent; who reads it refuses it. */
    private static Optional<String> given(boolean isPresent, String text) {
        return isPresent ? Optional.of(text) : Optional.empty();
    }
}
