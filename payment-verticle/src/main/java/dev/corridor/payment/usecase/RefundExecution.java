package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.payment.client.ForexClient;
import dev.corridor.payment.client.LedgerClient;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPlan;
import dev.corridor.payment.domain.RefundStatus;
import dev.corridor.payment.domain.posting.PostingPlan;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentStore;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Refunds;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Plans a stored refund, posts the plan to the ledger, and stores the outcome with its event: the same steps as for a
 * payment.
 */
public final class RefundExecution {
    private final PaymentWriter writer;
    private final Refunds refunds;
    private final ForexClient forex;
    private final LedgerClient ledger;
    private final MicrosecondClock clock;

    /** A refund and its payment, of the same version. */
    private record RefundOfPayment(Payment payment, Refund refund) {}

    RefundExecution(PaymentStore store, ForexClient forex, LedgerClient ledger, MicrosecondClock clock) {
        this.writer = store.writer();
        this.refunds = store.refunds();
        this.forex = forex;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Executes a refund that was just stored. */
    Future<Refund> execute(Caller caller, Payment payment, Refund refund) {
        var begun = new RefundOfPayment(payment, refund);
        return plan(caller, begun)
                .compose(plan -> storePlan(begun, plan))
                .compose(this::post, failure -> giveUp(begun, failure));
    }

    /**
     * Finishes a refund after a crash: posts a planned refund again, and fails one without a plan, which moved no
     * money.
     */
    Future<Refund> finish(Payment payment) {
        return refunds.byId(payment.refund().orElseThrow())
                .map(Optional::orElseThrow)
                .map(refund -> new RefundOfPayment(payment, refund))
                .compose(found ->
                        found.refund().plan().isPresent() ? post(found) : fail(found, PaymentError.INTERRUPTED));
    }

    private Future<RefundPlan> plan(Caller caller, RefundOfPayment begun) {
        Plan paid = begun.payment().plan().orElseThrow();
        var amount = begun.refund().amount();
        return paid.exchanges()
                ? forex.value(caller, amount, paid.source().currency(), clock.now())
                        .map(value -> RefundPlan.exchanged(
                                begun.payment().request().terms().refundPolicy(),
                                paid,
                                begun.payment().refunded(),
                                amount,
                                value))
                : Future.succeededFuture(RefundPlan.withinOneCurrency(amount));
    }

    private Future<RefundOfPayment> storePlan(RefundOfPayment begun, RefundPlan plan) {
        var planned = new RefundOfPayment(
                begun.payment().nextVersion(), begun.refund().planned(plan, clock.now()));
        return ledger.open(PostingPlan.of(planned.payment(), planned.refund()))
                .compose(opened ->
                        writer.update(planned.payment(), planned.refund(), Optional.empty(), Optional.empty()))
                .compose(written -> written
                        ? Future.succeededFuture(planned)
                        : Future.failedFuture(PaymentError.INTERRUPTED.problem()));
    }

    /** Posts a planned refund and stores the outcome. Fails with payment_pending if the outcome is not known. */
    private Future<Refund> post(RefundOfPayment planned) {
        return ledger.post(PostingPlan.of(planned.payment(), planned.refund()))
                .map(outcome -> planned.refund().applyOutcome(outcome, clock.now()))
                .compose(ended -> store(planned, ended))
                .recover(failure -> Future.failedFuture(pending(planned, failure)));
    }

    private Future<Refund> giveUp(RefundOfPayment begun, Throwable failure) {
        var reason = FailureReasons.of(failure);
        return fail(begun, reason)
                .compose(failed -> reason.isRetryable()
                        ? Future.failedFuture(begun.payment().about(FailureReasons.problem(reason, failure)))
                        : Future.succeededFuture(failed));
    }

    private Future<Refund> fail(RefundOfPayment unplanned, PaymentError reason) {
        return store(unplanned, unplanned.refund().fail(reason, clock.now()))
                .recover(failure -> Future.failedFuture(pending(unplanned, failure)));
    }

    private Future<Refund> store(RefundOfPayment before, Refund ended) {
        var payment = before.payment().endRefund(ended);
        var release = before.refund()
                .key()
                .filter(key -> ended.key().isEmpty())
                .map(key -> new IdempotencyKeys.Release(ended.caller(), key, payment.id()));
        var event = ended.status() == RefundStatus.COMPLETED
                ? Optional.of(PaymentEvents.refunded(payment, ended))
                : Optional.<OutboxEvent>empty();
        return writer.update(payment, ended, release, event)
                .compose(written -> written ? Future.succeededFuture(ended) : storedByAnother(ended));
    }

    private Future<Refund> storedByAnother(Refund ours) {
        return refunds.byId(ours.id())
                .map(Optional::orElseThrow)
                .compose(theirs -> theirs.status() == RefundStatus.PENDING
                        ? Future.failedFuture(PaymentError.PAYMENT_PENDING.problem())
                        : Future.succeededFuture(theirs));
    }

    private static Problem pending(RefundOfPayment inFlight, Throwable cause) {
        return inFlight.payment()
                .about(PaymentError.PAYMENT_PENDING.problem(cause))
                .with("refund_id", inFlight.refund().id().toString());
    }
}
