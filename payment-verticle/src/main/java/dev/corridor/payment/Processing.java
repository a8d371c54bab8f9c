package dev.corridor.payment;

import dev.corridor.kit.correlation.Correlation;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.payment.domain.IdempotencyDecision;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.RequestFingerprint;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A payment from request to answer: write it down, find out how ({@link Preparation}), post and record ({@link Settlement}).
 *
 * <p>Until the plan is kept nothing can have been posted: whatever goes wrong, the payment has FAILED. After that, only the
 * ledger's answer ends it.
 */
public final class Processing {
    private final Database database;
    private final Payments payments;
    private final Preparation preparation;
    private final Settlement settlement;
    private final Outbox outbox;
    private final Clock clock;
    private final Supplier<UUID> newId;

    /**
     * What a request gets.
     *
     * @param payment COMPLETED or FAILED
     * @param replayed it was the answer to an earlier request with the same idempotency key
     */
    public record Answer(Payment payment, boolean replayed) {}

    public Processing(
            Database database,
            Payments payments,
            Preparation preparation,
            Settlement settlement,
            Outbox outbox,
            Clock clock,
            Supplier<UUID> newId) {
        this.database = database;
        this.payments = payments;
        this.preparation = preparation;
        this.settlement = settlement;
        this.outbox = outbox;
        this.clock = clock;
        this.newId = newId;
    }

    public Future<Answer> pay(Caller caller, PaymentRequest request) {
        return process(request, asked -> preparation.payment(caller, asked));
    }

    public Future<Answer> topUp(PaymentRequest request) {
        return process(request, preparation::topUp);
    }

    private Future<Answer> process(PaymentRequest request, Function<Payment, Future<Plan>> prepare) {
        var payment = Payment.create(
                newId.get(), request, Correlation.current(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        return write(payment)
                .compose(written ->
                        written ? carryOut(payment, prepare).map(done -> new Answer(done, false)) : repeat(request));
    }

    /** Step 1. False: the idempotency key was used before. */
    private Future<Boolean> write(Payment payment) {
        return database.transaction(connection -> payments.insert(connection, payment)
                .compose(inserted -> inserted
                        ? outbox.append(connection, List.of(PaymentEvents.statusReached(payment)))
                                .map(true)
                        : Future.succeededFuture(false)));
    }

    private Future<Payment> carryOut(Payment payment, Function<Payment, Future<Plan>> prepare) {
        return Future.succeededFuture(payment)
                .compose(prepare)
                .compose(plan -> settlement.keep(payment, plan))
                .compose(settlement::settle, failure -> giveUp(payment, failure));
    }

    /** Nothing was posted, so this payment ends here, and says why. */
    private Future<Payment> giveUp(Payment payment, Throwable failure) {
        var reason = reasonFor(failure);
        return settlement
                .fail(payment, reason)
                .compose(failed -> reason.isRetryable()
                        ? Future.failedFuture(failed.about(explanation(reason, failure)))
                        : Future.succeededFuture(failed));
    }

    private static PaymentError reasonFor(Throwable failure) {
        if (failure instanceof Problem problem) {
            if (problem.code() instanceof PaymentError foreseen) {
                return foreseen;
            }
            if (problem.code().fault() == Fault.UNAVAILABLE || problem.code().fault() == Fault.TIMEOUT) {
                return PaymentError.SERVICE_UNAVAILABLE;
            }
        }
        return PaymentError.INTERRUPTED;
    }

    /** What went wrong, for the log as well; a problem that another service answered speaks for itself. */
    private static Problem explanation(PaymentError reason, Throwable failure) {
        return reason == PaymentError.INTERRUPTED && failure instanceof Problem problem
                ? problem
                : reason.problem(failure);
    }

    private Future<Answer> repeat(PaymentRequest request) {
        return payments.byKey(request.caller(), request.idempotencyKey().orElseThrow())
                .compose(first -> first.map(keyed -> answerRepeat(keyed, request))
                        .orElseGet(() -> Future.failedFuture(PaymentError.REQUEST_IN_PROGRESS.problem())));
    }

    private static Future<Answer> answerRepeat(Payments.Keyed first, PaymentRequest request) {
        var payment = first.payment();
        return switch (IdempotencyDecision.of(payment.status(), first.fingerprint(), RequestFingerprint.of(request))) {
            case REPLAY -> Future.succeededFuture(new Answer(payment, true));
            case IN_PROGRESS -> Future.failedFuture(payment.about(PaymentError.REQUEST_IN_PROGRESS.problem()));
            case KEY_REUSED -> Future.failedFuture(PaymentError.IDEMPOTENCY_KEY_REUSED.problem());
        };
    }
}
