package dev.corridor.payment.api;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.money.ProtoMoney;
import dev.corridor.payment.domain.Page;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentKind;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.v1.Kind;
import dev.corridor.payment.v1.PaymentList;
import dev.corridor.payment.v1.Status;
import java.time.Instant;

/** Payments in the form of the protos. */
public final class PaymentMessages {
    private PaymentMessages() {}

    public static dev.corridor.payment.v1.Payment of(Payment payment) {
        var request = payment.request();
        var message = dev.corridor.payment.v1.Payment.newBuilder()
                .setPaymentId(payment.id().toString())
                .setKind(kind(request.kind()))
                .setStatus(status(payment.status()))
                .setAmount(ProtoMoney.toProto(request.amount()))
                .setPayer(request.payer())
                .setReference(request.reference())
                .setCreatedAt(timestamp(payment.createdAt()))
                .setUpdatedAt(timestamp(payment.updatedAt()))
                .setCorrelationId(payment.correlationId());
        payment.payee().ifPresent(message::setPayee);
        payment.failure().ifPresent(reason -> message.setFailureCode(reason.code()));
        payment.plan().ifPresent(plan -> message.setSource(ProtoMoney.toProto(plan.source()))
                .setRate(plan.rate().toPlainString()));
        return message.build();
    }

    static PaymentList of(Page page) {
        var list = PaymentList.newBuilder();
        page.payments().forEach(payment -> list.addPayments(of(payment)));
        page.nextCursor().ifPresent(list::setNextCursor);
        return list.build();
    }

    private static Kind kind(PaymentKind kind) {
        return switch (kind) {
            case PAYMENT -> Kind.KIND_PAYMENT;
            case TOP_UP -> Kind.KIND_TOP_UP;
        };
    }

    private static Status status(PaymentStatus status) {
        return switch (status) {
            case CREATED -> Status.STATUS_CREATED;
            case RESERVED -> Status.STATUS_RESERVED;
            case COMPLETED -> Status.STATUS_COMPLETED;
            case FAILED -> Status.STATUS_FAILED;
            case CANCELLED -> Status.STATUS_CANCELLED;
            case EXPIRED -> Status.STATUS_EXPIRED;
            case PARTIALLY_REFUNDED -> Status.STATUS_PARTIALLY_REFUNDED;
            case REFUNDED -> Status.STATUS_REFUNDED;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
