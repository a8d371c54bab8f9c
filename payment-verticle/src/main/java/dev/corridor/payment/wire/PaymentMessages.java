package dev.corridor.payment.wire;

import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPolicy;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.query.PaymentPage;
import dev.corridor.payment.domain.query.Preview;
import dev.corridor.payment.domain.query.Timeline;
import dev.corridor.payment.v1.GetIdempotencyKeyResponse;
import dev.corridor.payment.v1.Kind;
import dev.corridor.payment.v1.ListPaymentsResponse;
import dev.corridor.payment.v1.ListRefundsResponse;
import dev.corridor.payment.v1.Operation;
import dev.corridor.payment.v1.RefundStatus;
import dev.corridor.payment.v1.Status;
import dev.corridor.payment.v1.Step;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Protobuf messages of payments and refunds. An enum value of a message is the domain's name behind a prefix. */
public final class PaymentMessages {
    private PaymentMessages() {}

    public static dev.corridor.payment.v1.Payment of(Payment payment) {
        var request = payment.request();
        var terms = request.terms();
        var message = dev.corridor.payment.v1.Payment.newBuilder()
                .setPaymentId(payment.id().toString())
                .setKind(Kind.valueOf("KIND_" + request.kind()))
                .setStatus(Status.valueOf("STATUS_" + payment.status()))
                .setAmount(ProtoMoney.toProto(request.amount()))
                .setFixedSide(
                        terms.fixedSide() == FixedSide.SOURCE
                                ? dev.corridor.payment.v1.FixedSide.FIXED_SIDE_SOURCE
                                : dev.corridor.payment.v1.FixedSide.FIXED_SIDE_TARGET)
                .setPayer(request.payer())
                .setReference(request.reference())
                .setCaptured(ProtoMoney.toProto(payment.captured()))
                .setRefunded(ProtoMoney.toProto(payment.refunded()))
                .setRefundPolicy(of(terms.refundPolicy()))
                .putAllMetadata(terms.metadata().values())
                .setCreatedAt(ProtoTime.toProto(payment.timestamps().created()))
                .setUpdatedAt(ProtoTime.toProto(payment.timestamps().updated()))
                .setCorrelationId(payment.correlationId());
        terms.quote().ifPresent(quote -> message.setQuoteId(quote.toString()));
        payment.payee().ifPresent(message::setPayee);
        payment.failure().ifPresent(reason -> message.setFailureCode(reason.code()));
        payment.fixedTarget().ifPresent(target -> message.setTarget(ProtoMoney.toProto(target)));
        payment.plan().ifPresent(plan -> message.setSource(ProtoMoney.toProto(plan.source()))
                .setTarget(ProtoMoney.toProto(plan.target()))
                .setRate(plan.rate().toPlainString()));
        payment.openHoldExpiresAt().ifPresent(end -> message.setExpiresAt(ProtoTime.toProto(end)));
        return message.build();
    }

    public static dev.corridor.payment.v1.Refund of(Refund refund) {
        var message = dev.corridor.payment.v1.Refund.newBuilder()
                .setRefundId(refund.id().toString())
                .setPaymentId(refund.paymentId().toString())
                .setStatus(RefundStatus.valueOf("REFUND_STATUS_" + refund.status()))
                .setAmount(ProtoMoney.toProto(refund.amount()))
                .setReason(refund.reason())
                .setCreatedAt(ProtoTime.toProto(refund.createdAt()))
                .setUpdatedAt(ProtoTime.toProto(refund.updatedAt()))
                .setCorrelationId(refund.correlationId());
        refund.failure().ifPresent(reason -> message.setFailureCode(reason.code()));
        refund.plan().ifPresent(plan -> message.setReturned(ProtoMoney.toProto(plan.returned()))
                .setFxResult(ProtoMoney.toProto(plan.result())));
        return message.build();
    }

    public static ListPaymentsResponse of(PaymentPage page) {
        var list = ListPaymentsResponse.newBuilder();
        page.payments().forEach(payment -> list.addPayments(of(payment)));
        page.nextCursor().ifPresent(list::setNextCursor);
        return list.build();
    }

    public static ListRefundsResponse of(List<Refund> refunds) {
        return ListRefundsResponse.newBuilder()
                .addAllRefunds(refunds.stream().map(PaymentMessages::of).toList())
                .build();
    }

    public static dev.corridor.payment.v1.PreviewPaymentResponse of(Preview preview) {
        var plan = preview.plan();
        return dev.corridor.payment.v1.PreviewPaymentResponse.newBuilder()
                .setSource(ProtoMoney.toProto(plan.source()))
                .setTarget(ProtoMoney.toProto(plan.target()))
                .setRate(plan.rate().toPlainString())
                .setFee(ProtoMoney.toProto(preview.fee()))
                .setPayee(plan.payee())
                .setAvailable(ProtoMoney.toProto(preview.available()))
                .setAffordable(preview.isAffordable())
                .build();
    }

    public static dev.corridor.payment.v1.GetTimelineResponse of(Timeline timeline) {
        return dev.corridor.payment.v1.GetTimelineResponse.newBuilder()
                .addAllSteps(timeline.steps().stream().map(PaymentMessages::of).toList())
                .setFailure(
                        timeline.payment().failure().map(PaymentError::message).orElse(""))
                .setRetryable(timeline.retryable().orElse(false))
                .build();
    }

    public static GetIdempotencyKeyResponse of(IdempotencyRecord stored, Payment payment, Optional<Refund> refund) {
        var message = GetIdempotencyKeyResponse.newBuilder()
                .setKey(stored.request().key())
                .setOperation(Operation.valueOf("OPERATION_" + stored.operation()))
                .setFinished(stored.isFinished(payment, refund))
                .setPayment(of(payment))
                .setExpiresAt(ProtoTime.toProto(stored.expiresAt()));
        refund.ifPresent(each -> message.setRefund(of(each)));
        return message.build();
    }

    private static Step of(Timeline.Step step) {
        var message = Step.newBuilder()
                .setAt(ProtoTime.toProto(step.at()))
                .setName(step.name())
                .setMessage(step.message())
                .addAllTransferIds(step.transfers().stream().map(UUID::toString).toList());
        step.amount().ifPresent(amount -> message.setAmount(ProtoMoney.toProto(amount)));
        step.posting().ifPresent(posting -> message.setPostingId(posting.toString()));
        step.event().ifPresent(event -> message.setEvent("dev.corridor.payment." + event));
        step.refund().ifPresent(refund -> message.setRefundId(refund.toString()));
        return message.build();
    }

    private static dev.corridor.payment.v1.RefundPolicy of(RefundPolicy policy) {
        return dev.corridor.payment.v1.RefundPolicy.valueOf("REFUND_POLICY_" + policy);
    }
}
