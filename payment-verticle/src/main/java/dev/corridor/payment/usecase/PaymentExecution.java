package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.client.LedgerBooks;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingPlan;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 3 and 4: posts a payment to the ledger, and records what came of it with its event in one transaction.
 *
 * <p>Between keeping the plan and recording the outcome nobody may say that the payment failed, since the ledger may have
 * posted it. Whoever takes it up in between posts the same plan under the same ids, and finds out. The end of a hold is the
 * same: decided and kept, posted, recorded.
 */
public final class PaymentExecution {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentExecution.class);

    private final PaymentWriter writer;
    private final Payments payments;
    private final LedgerBooks ledger;
    private final MicrosecondClock clock;

    public PaymentExecution(PaymentWriter writer, Payments payments, LedgerBooks ledger, MicrosecondClock clock) {
        this.writer = writer;
        this.payments = payments;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Opens the accounts of the plan, before it is kept: a ledger that is away is found out while the payment may still fail. */
    public Future<Payment> open(Payment planned) {
        return ledger.open(PostingPlan.of(planned)).map(planned);
    }

    /** Keeps the plan, from which moment on the payment is carried through. */
    public Future<Payment> keep(Payment payment, Plan plan) {
        return open(payment.planned(plan, clock.now())).compose(this::keep);
    }

    private Future<Payment> keep(Payment planned) {
        return writer.update(planned)
                .compose(kept -> kept
                        ? Future.succeededFuture(planned)
                        : Future.failedFuture(PaymentError.INTERRUPTED.problem()));
    }

    /** Posts what is decided and records the outcome; fails with payment_pending when that could not be done. */
    public Future<Payment> settle(Payment decided) {
        return ledger.post(PostingPlan.of(decided))
                .map(outcome -> decided.settle(outcome, clock.now()))
                .compose(settled -> recorded(
                        settled,
                        settled.status() == decided.status()
                                ? writer.update(settled)
                                : writer.update(settled, PaymentEvents.statusReached(settled))))
                .recover(failure -> Future.failedFuture(pending(decided, failure)));
    }

    /**
     * Fails a payment that has no plan.
     *
     * @return fails with payment_pending when that could not be recorded, for then recovery has the last word
     */
    public Future<Payment> fail(Payment unplanned, PaymentError reason) {
        var failed = unplanned.fail(reason, clock.now());
        var event = PaymentEvents.statusReached(failed);
        return recorded(
                        failed,
                        reason.isRetryable()
                                ? writer.updateAndFree(
                                        failed, unplanned.request().keyUse(), event)
                                : writer.update(failed, event))
                .recover(failure -> Future.failedFuture(pending(unplanned, failure)));
    }

    private Future<Payment> recorded(Payment changed, Future<Boolean> writing) {
        return writing.compose(written -> written ? Future.succeededFuture(changed) : recordedByAnother(changed));
    }

    /** Somebody took the payment up when our lease was over: what they recorded is what became of it. */
    private Future<Payment> recordedByAnother(Payment ours) {
        return payments.byId(ours.id()).map(Optional::orElseThrow).compose(theirs -> {
            if (theirs.status() == PaymentStatus.CREATED || theirs.isBeingEnded()) {
                return Future.failedFuture(PaymentError.PAYMENT_PENDING.problem());
            }
            if (theirs.status() != ours.status() && theirs.status() != PaymentStatus.CANCELLED) {
                LOG.atError()
                        .addKeyValue("payment_id", ours.id())
                        .addKeyValue("recorded", theirs.status())
                        .addKeyValue("found", ours.status())
                        .log("two workers came to different ends");
            }
            return Future.succeededFuture(theirs);
        });
    }

    private static Problem pending(Payment payment, Throwable cause) {
        return payment.about(PaymentError.PAYMENT_PENDING.problem(cause));
    }
}
