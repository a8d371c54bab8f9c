package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.client.ForexPrices;
import dev.corridor.payment.client.LedgerBooks;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.IdempotentRequest;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingPlan;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPlan;
import dev.corridor.payment.domain.RefundStatus;
import dev.corridor.payment.domain.Replayable;
import dev.corridor.payment.domain.RequestFingerprint;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Refunds;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Money on its way back, in the steps of a payment: written down, planned, posted, recorded. One refund of a payment at a time:
 * what earlier ones gave back is certain when the next is decided.
 */
public final class RefundProcessing {
    private final PaymentWriter writer;
    private final Refunds refunds;
    private final Replays repeats;
    private final PaymentQueries history;
    private final ForexPrices forex;
    private final LedgerBooks ledger;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    /** A refund with its payment as of the same version. */
    private record Case(Payment payment, Refund refund) {}

    public RefundProcessing(
            PaymentWriter writer,
            Refunds refunds,
            Replays repeats,
            PaymentQueries history,
            ForexPrices forex,
            LedgerBooks ledger,
            MicrosecondClock clock,
            Supplier<UUID> newId) {
        this.writer = writer;
        this.refunds = refunds;
        this.repeats = repeats;
        this.history = history;
        this.forex = forex;
        this.ledger = ledger;
        this.clock = clock;
        this.newId = newId;
    }

    /**
     * Completes with a refund that is COMPLETED or FAILED.
     *
     * @param amount what the payee gives back; empty: all that they still have of it
     */
    public Future<Replayable<Refund>> refund(
            Caller caller, String paymentId, Optional<Money> amount, String reason, Optional<String> key) {
        return history.ofPayee(caller, paymentId).compose(payment -> {
            var use = key.map(text -> new IdempotentRequest(
                    caller.subject(), text, RequestFingerprint.ofRefund(payment.id(), amount, reason)));
            return repeats.earlier(use)
                    .compose(earlier -> earlier.isPresent()
                            ? again(earlier.get())
                            : begin(caller, payment.requireRefundable(), amount, reason, use));
        });
    }

    private Future<Replayable<Refund>> begin(
            Caller caller, Payment payment, Optional<Money> amount, String reason, Optional<IdempotentRequest> use) {
        var refund = Refund.create(
                newId.get(),
                payment.id(),
                caller.subject(),
                use.map(IdempotentRequest::key),
                amount.orElseGet(payment::refundable),
                reason,
                Correlation.current(),
                clock.now());
        var begun = payment.beginRefund(refund.id(), refund.amount(), clock.now());
        return writer.order(use, IdempotencyRecord.Operation.REFUND, begun, Optional.of(refund), Optional.empty())
                .compose(written -> switch (written) {
                    case DONE -> carryOut(caller, new Case(begun, refund)).map(Replayable::first);
                    case KEY_TAKEN -> repeats.certain(use).compose(this::again);
                    case OVERTAKEN -> Future.failedFuture(payment.about(PaymentError.REQUEST_IN_PROGRESS.problem()));
                });
    }

    private Future<Replayable<Refund>> again(IdempotencyRecord kept) {
        return refunds.byId(kept.refund().orElseThrow())
                .map(Optional::orElseThrow)
                .map(Replayable::again);
    }

    private Future<Refund> carryOut(Caller caller, Case begun) {
        return plan(caller, begun)
                .compose(plan -> keep(begun, plan))
                .compose(this::settle, failure -> giveUp(begun, failure));
    }

    private Future<RefundPlan> plan(Caller caller, Case begun) {
        Plan paid = begun.payment().plan().orElseThrow();
        var amount = begun.refund().amount();
        return paid.exchanges()
                ? forex.worth(caller, amount, paid.source().currency())
                        .map(worth -> RefundPlan.exchanged(
                                begun.payment().request().terms().refundPolicy(),
                                paid,
                                begun.payment().refunded(),
                                amount,
                                worth))
                : Future.succeededFuture(RefundPlan.withinOneCurrency(amount));
    }

    private Future<Case> keep(Case begun, RefundPlan plan) {
        var planned = new Case(begun.payment().renewed(), begun.refund().planned(plan, clock.now()));
        return ledger.open(PostingPlan.of(planned.payment(), planned.refund()))
                .compose(opened ->
                        writer.update(planned.payment(), planned.refund(), Optional.empty(), Optional.empty()))
                .compose(kept -> kept
                        ? Future.succeededFuture(planned)
                        : Future.failedFuture(PaymentError.INTERRUPTED.problem()));
    }

    /** Posts a planned refund and records the outcome; fails with payment_pending when that could not be done. */
    private Future<Refund> settle(Case planned) {
        return ledger.post(PostingPlan.of(planned.payment(), planned.refund()))
                .map(outcome -> planned.refund().settle(outcome, clock.now()))
                .compose(settled -> record(planned, settled))
                .recover(failure -> Future.failedFuture(pending(planned, failure)));
    }

    private Future<Refund> giveUp(Case begun, Throwable failure) {
        var reason = FailureReasons.of(failure);
        return fail(begun, reason)
                .compose(failed -> reason.isRetryable()
                        ? Future.failedFuture(begun.payment().about(FailureReasons.explanation(reason, failure)))
                        : Future.succeededFuture(failed));
    }

    private Future<Refund> fail(Case unplanned, PaymentError reason) {
        return record(unplanned, unplanned.refund().fail(reason, clock.now()))
                .recover(failure -> Future.failedFuture(pending(unplanned, failure)));
    }

    private Future<Refund> record(Case before, Refund ended) {
        var payment = before.payment().endRefund(ended);
        var freed = before.refund()
                .key()
                .filter(key -> ended.key().isEmpty())
                .map(key -> new IdempotencyKeys.Freed(ended.caller(), key, payment.id()));
        var event = ended.status() == RefundStatus.COMPLETED
                ? Optional.of(PaymentEvents.refunded(payment, ended))
                : Optional.<OutboxEvent>empty();
        return writer.update(payment, ended, freed, event)
                .compose(written -> written ? Future.succeededFuture(ended) : recordedByAnother(ended));
    }

    private Future<Refund> recordedByAnother(Refund ours) {
        return refunds.byId(ours.id())
                .map(Optional::orElseThrow)
                .compose(theirs -> theirs.status() == RefundStatus.PENDING
                        ? Future.failedFuture(PaymentError.PAYMENT_PENDING.problem())
                        : Future.succeededFuture(theirs));
    }

    /** Finishes what a crash left: a planned refund is posted, again perhaps; one without a plan has moved nothing, and fails. */
    Future<Refund> finish(Payment payment) {
        return refunds.byId(payment.refund().orElseThrow())
                .map(Optional::orElseThrow)
                .map(refund -> new Case(payment, refund))
                .compose(
                        left -> left.refund().plan().isPresent() ? settle(left) : fail(left, PaymentError.INTERRUPTED));
    }

    private static Problem pending(Case left, Throwable cause) {
        return left.payment()
                .about(PaymentError.PAYMENT_PENDING.problem(cause))
                .with("refund_id", left.refund().id().toString());
    }
}
