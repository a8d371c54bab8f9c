package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Correlation;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Replayable;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.PaymentWriter;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A payment from request to answer: find out how ({@link PaymentPreparation}), write it down with its plan, post and record ({@link
 * Settlement}).
 *
 * <p>Finding out moves nothing, so it may come first (ADR 18): what can't be found out now leaves no trace, and what is
 * refused is written down as FAILED. Only a quote is used up for a payment that is already written. Once the plan is kept, only
 * the ledger's answer ends the payment.
 */
public final class PaymentProcessing {
    private final PaymentWriter writer;
    private final Replays repeats;
    private final PaymentPreparation preparation;
    private final PaymentExecution settlement;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    public PaymentProcessing(
            PaymentWriter writer,
            Replays repeats,
            PaymentPreparation preparation,
            PaymentExecution settlement,
            MicrosecondClock clock,
            Supplier<UUID> newId) {
        this.writer = writer;
        this.repeats = repeats;
        this.preparation = preparation;
        this.settlement = settlement;
        this.clock = clock;
        this.newId = newId;
    }

    /** Completes with a payment that is COMPLETED, RESERVED or FAILED. */
    public Future<Replayable<Payment>> pay(Caller caller, PaymentRequest request) {
        return request.terms().quote().isPresent()
                ? writeAndPrepare(caller, created(request))
                : prepareAndWrite(created(request), asked -> preparation.payment(caller, asked));
    }

    public Future<Replayable<Payment>> topUp(PaymentRequest request) {
        return prepareAndWrite(created(request), preparation::topUp);
    }

    public Future<Replayable<Payment>> withdraw(PaymentRequest request) {
        return prepareAndWrite(created(request), preparation::withdrawal);
    }

    private Future<Replayable<Payment>> prepareAndWrite(
            Payment payment, Function<PaymentRequest, Future<Plan>> prepare) {
        return Future.succeededFuture(payment.request())
                .compose(prepare)
                .map(plan -> payment.planned(plan, clock.now()))
                .compose(settlement::open)
                .compose(
                        planned -> written(planned, () -> settlement.settle(planned)),
                        failure -> refused(payment, failure));
    }

    /** What may succeed a moment later is not written down: nobody is to find a key used for nothing. */
    private Future<Replayable<Payment>> refused(Payment payment, Throwable failure) {
        var reason = FailureReasons.of(failure);
        if (!reason.isRetryable()) {
            return written(payment, () -> settlement.fail(payment, reason));
        }
        return repeats.earlier(payment.request().keyUse())
                .compose(earlier -> earlier.isPresent()
                        ? again(earlier.get())
                        : Future.failedFuture(FailureReasons.explanation(reason, failure)));
    }

    private Future<Replayable<Payment>> writeAndPrepare(Caller caller, Payment payment) {
        return written(payment, () -> carryOut(caller, payment));
    }

    private Future<Payment> carryOut(Caller caller, Payment payment) {
        return Future.succeededFuture(payment)
                .compose(asked -> preparation.atQuote(caller, asked))
                .compose(plan -> settlement.keep(payment, plan))
                .compose(settlement::settle, failure -> giveUp(payment, failure));
    }

    /** Nothing was posted, so this payment ends here, and says why. */
    private Future<Payment> giveUp(Payment payment, Throwable failure) {
        var reason = FailureReasons.of(failure);
        return settlement
                .fail(payment, reason)
                .compose(failed -> failed.status() == PaymentStatus.FAILED && reason.isRetryable()
                        ? Future.failedFuture(failed.about(FailureReasons.explanation(reason, failure)))
                        : Future.succeededFuture(failed));
    }

    private Payment created(PaymentRequest request) {
        return Payment.create(newId.get(), request, Correlation.current(), clock.now());
    }

    /** Writes it and goes on; or, if its key was used before, tells what became of that. */
    private Future<Replayable<Payment>> written(Payment payment, Supplier<Future<Payment>> next) {
        return writer.insert(payment, PaymentEvents.statusReached(payment))
                .compose(written -> written
                        ? next.get().map(Replayable::first)
                        : repeats.certain(payment.request().keyUse()).compose(this::again));
    }

    private Future<Replayable<Payment>> again(IdempotencyRecord kept) {
        return repeats.payment(kept).map(first -> {
            if (first.status() == PaymentStatus.CREATED) {
                throw first.about(PaymentError.REQUEST_IN_PROGRESS.problem());
            }
            return Replayable.again(first.asFirstAnswered());
        });
    }
}
