package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.client.LedgerClient;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.posting.PostingPlan;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentWriter;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a payment's plan to the ledger, and stores the outcome with its event in one transaction.
 *
 * <p>Between storing the plan and storing the outcome nobody may report that the payment failed, because the ledger
 * may have posted it. A worker that takes the payment over in between posts the same plan under the same ids, and gets
 * the same answer. The end of a hold works the same way: the decision is stored, posted, and its outcome stored.
 */
public final class PaymentExecution {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentExecution.class);

    private final PaymentWriter writer;
    private final Payments payments;
    private final LedgerClient ledger;
    private final MicrosecondClock clock;

    PaymentExecution(PaymentWriter writer, Payments payments, LedgerClient ledger, MicrosecondClock clock) {
        this.writer = writer;
        this.payments = payments;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Opens the accounts of the plan before it is stored, so that an unavailable ledger is found while the payment may
     * still fail.
     */
    public Future<Payment> openAccounts(Payment planned) {
        return ledger.open(PostingPlan.of(planned)).map(planned);
    }

    /** Stores the plan of a stored payment. From then on the payment is executed until the ledger has answered. */
    public Future<Payment> storePlan(Payment payment, Plan plan) {
        return openAccounts(payment.planned(plan, clock.now())).compose(planned -> writer.update(planned)
                .compose(written -> written
                        ? Future.succeededFuture(planned)
                        : Future.failedFuture(PaymentError.INTERRUPTED.problem())));
    }

    /**
     * Posts the decided plan or resolution and stores the outcome. Fails with payment_pending if the outcome is not
     * known.
     */
    public Future<Payment> execute(Payment decided) {
        return ledger.post(PostingPlan.of(decided))
                .map(outcome -> decided.applyOutcome(outcome, clock.now()))
                .compose(changed -> stored(
                        changed,
                        changed.status() == decided.status()
                                ? writer.update(changed)
                                : writer.update(changed, PaymentEvents.statusReached(changed))))
                .onSuccess(PaymentExecution::log)
                .recover(failure -> Future.failedFuture(pending(decided, failure)));
    }

    /**
     * Fails a payment that has no plan. Fails with payment_pending if that could not be stored; recovery then decides.
     */
    public Future<Payment> fail(Payment unplanned, PaymentError reason) {
        var failed = unplanned.fail(reason, clock.now());
        var event = PaymentEvents.statusReached(failed);
        return stored(
                        failed,
                        reason.isRetryable()
                                ? writer.updateAndRelease(failed, IdempotentRequest.of(unplanned.request()), event)
                                : writer.update(failed, event))
                .recover(failure -> Future.failedFuture(pending(unplanned, failure)));
    }

    /** The one line of a payment that goes well. It carries the correlation id, as every line of a request does. */
    private static void log(Payment payment) {
        LOG.atInfo()
                .addKeyValue("payment_id", payment.id())
                .addKeyValue("status", payment.status())
                .log("payment executed");
    }

    private Future<Payment> stored(Payment changed, Future<Boolean> writing) {
        return writing.compose(written -> written ? Future.succeededFuture(changed) : storedByAnother(changed));
    }

    /** Reads the outcome that another worker stored after this worker's lease had expired. */
    private Future<Payment> storedByAnother(Payment ours) {
        return payments.byId(ours.id()).map(Optional::orElseThrow).compose(theirs -> {
            if (theirs.status() == PaymentStatus.CREATED || theirs.isBeingResolved()) {
                return Future.failedFuture(PaymentError.PAYMENT_PENDING.problem());
            }
            if (theirs.status() != ours.status() && theirs.status() != PaymentStatus.CANCELLED) {
                LOG.atError()
                        .addKeyValue("payment_id", ours.id())
                        .addKeyValue("stored", theirs.status())
                        .addKeyValue("computed", ours.status())
                        .log("two workers computed different outcomes of a payment");
            }
            return Future.succeededFuture(theirs);
        });
    }

    private static Problem pending(Payment payment, Throwable cause) {
        return payment.about(PaymentError.PAYMENT_PENDING.problem(cause));
    }
}
