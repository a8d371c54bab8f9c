package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.request.RequestId;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.query.PaymentFilter;
import dev.corridor.payment.domain.query.PaymentPage;
import dev.corridor.payment.domain.query.Timeline;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.Payments;
import dev.corridor.payment.store.Refunds;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Use case: read payments, refunds, timelines and idempotency keys. Payer and payee may read a payment; the house
 * needs payments:admin.
 */
public final class PaymentQueries {
    private final Payments payments;
    private final Refunds refunds;
    private final IdempotencyKeys keys;

    PaymentQueries(Payments payments, Refunds refunds, IdempotencyKeys keys) {
        this.payments = payments;
        this.refunds = refunds;
        this.keys = keys;
    }

    /** Reads a payment. A payment that the caller may not read is reported like an unknown id. */
    public Future<Payment> payment(Caller caller, String id) {
        return payments.byId(RequestId.parse(id, PaymentError.PAYMENT_NOT_FOUND))
                .map(found -> found.filter(payment -> mayRead(caller, payment))
                        .orElseThrow(PaymentError.PAYMENT_NOT_FOUND::problem));
    }

    /** Reads a payment for an operation that only its payee may do. */
    public Future<Payment> paymentAsPayee(Caller caller, String id) {
        return payment(caller, id).map(payment -> {
            if (!isPayee(caller, payment)) {
                throw payment.about(PaymentError.NOT_YOURS_TO_DO.problem());
            }
            return payment;
        });
    }

    /** Lists the payments that the user sent or received, newest first. */
    public Future<PaymentPage> paymentsOf(
            Caller caller, String userId, PaymentFilter filter, int limit, Optional<String> cursor) {
        if (!caller.subject().equals(userId)) {
            throw Problem.of(StandardError.FORBIDDEN, "A user lists only their own payments.");
        }
        PaymentPage.LIMIT.require(limit);
        var query = QueryCursor.of(
                "payments",
                userId,
                filter.statuses(),
                filter.from(),
                filter.to(),
                filter.counterparty(),
                filter.reference(),
                filter.currency(),
                filter.least(),
                filter.most());
        return payments.before(PaymentPage.start(query, cursor), userId, filter, limit + 1)
                .map(found -> PaymentPage.of(query, found, limit));
    }

    /** Lists the refunds of a payment, oldest first. */
    public Future<List<Refund>> refunds(Caller caller, String paymentId) {
        return payment(caller, paymentId).compose(payment -> refunds.ofPayments(List.of(payment.id())));
    }

    public Future<List<Refund>> refundsOf(List<Payment> listed) {
        return refunds.ofPayments(listed.stream().map(Payment::id).toList());
    }

    public Future<Refund> refund(Caller caller, String id) {
        return refunds.byId(RequestId.parse(id, PaymentError.REFUND_NOT_FOUND))
                .map(found -> found.orElseThrow(PaymentError.REFUND_NOT_FOUND::problem))
                .compose(refund -> payments.byId(refund.paymentId())
                        .map(payment -> payment.filter(each -> mayRead(caller, each))
                                .map(each -> refund)
                                .orElseThrow(PaymentError.REFUND_NOT_FOUND::problem)));
    }

    public Future<Timeline> timeline(Caller caller, String paymentId) {
        return payment(caller, paymentId).compose(this::timeline);
    }

    public Future<Timeline> timeline(Payment payment) {
        return refunds.ofPayments(List.of(payment.id())).map(found -> Timeline.of(payment, found));
    }

    /** Reads one of the caller's own idempotency keys. */
    public Future<IdempotencyRecord> key(Caller caller, String key) {
        return keys.find(caller.subject(), key)
                .map(found -> found.orElseThrow(PaymentError.IDEMPOTENCY_KEY_NOT_FOUND::problem));
    }

    public Future<Payment> paymentUnder(IdempotencyRecord key) {
        return payments.byId(key.payment()).map(Optional::orElseThrow);
    }

    public Future<Optional<Refund>> refundUnder(IdempotencyRecord key) {
        return key.refund()
                .<Future<Optional<Refund>>>map(refunds::byId)
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private static boolean mayRead(Caller caller, Payment payment) {
        return payment.isVisibleTo(caller.subject()) || payment.concernsPayee() && isPayee(caller, payment);
    }

    private static boolean isPayee(Caller caller, Payment payment) {
        String payee = payment.payee().orElse("");
        return payee.equals(Payee.HOUSE) ? caller.has(Scope.PAYMENTS_ADMIN) : payee.equals(caller.subject());
    }
}
