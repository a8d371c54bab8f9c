package dev.corridor.payment;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingPlan;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.peers.LedgerBooks;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 3 and 4: posts a payment to the ledger, and records what came of it with its event in one transaction.
 *
 * <p>Between keeping the plan and recording the outcome nobody may say that the payment failed, since the ledger may have
 * posted it. Whoever takes it up in between posts the same plan under the same ids, and finds out.
 */
public final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Database database;
    private final Payments payments;
    private final LedgerBooks ledger;
    private final Outbox outbox;
    private final Clock clock;

    public Settlement(Database database, Payments payments, LedgerBooks ledger, Outbox outbox, Clock clock) {
        this.database = database;
        this.payments = payments;
        this.ledger = ledger;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Keeps the plan, from which moment on the payment is carried through. The accounts are opened before it: a ledger that
     * is away is found out while the payment may still fail.
     */
    public Future<Payment> keep(Payment payment, Plan plan) {
        var planned = payment.planned(plan, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return ledger.open(PostingPlan.of(planned))
                .compose(opened -> payments.update(planned))
                .compose(kept -> kept
                        ? Future.succeededFuture(planned)
                        : Future.failedFuture(PaymentError.INTERRUPTED.problem()));
    }

    /** Posts a planned payment and records the outcome; fails with payment_pending when that could not be done. */
    public Future<Payment> settle(Payment planned) {
        return ledger.post(PostingPlan.of(planned))
                .map(outcome -> planned.settle(outcome, clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .compose(this::record)
                .recover(failure -> Future.failedFuture(pending(planned, failure)));
    }

    /**
     * Fails a payment that has no plan.
     *
     * @return fails with payment_pending when that could not be recorded, for then recovery has the last word
     */
    public Future<Payment> fail(Payment unplanned, PaymentError reason) {
        return record(unplanned.fail(reason, clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .recover(failure -> Future.failedFuture(pending(unplanned, failure)));
    }

    private Future<Payment> record(Payment changed) {
        return database.transaction(connection -> payments.update(connection, changed)
                        .compose(written -> written
                                ? outbox.append(connection, List.of(PaymentEvents.statusReached(changed)))
                                        .map(true)
                                : Future.succeededFuture(false)))
                .compose(written -> written ? Future.succeededFuture(changed) : recordedByAnother(changed));
    }

    /** Somebody took the payment up when our lease was over: what they recorded is what became of it. */
    private Future<Payment> recordedByAnother(Payment ours) {
        return payments.byId(ours.id()).map(Optional::orElseThrow).compose(theirs -> {
            if (theirs.status() == PaymentStatus.CREATED) {
                return Future.failedFuture(PaymentError.PAYMENT_PENDING.problem());
            }
            if (theirs.status() != ours.status()) {
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
