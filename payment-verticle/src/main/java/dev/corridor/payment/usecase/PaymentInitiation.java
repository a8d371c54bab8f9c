package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Correlation;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.idempotency.Replayable;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentWriter;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Use case: pay, top up or withdraw. It plans the payment ({@link PaymentPlanning}), stores it with its plan, and
 * executes it ({@link PaymentExecution}).
 *
 * <p>Planning moves no money, so it comes before the first write (ADR 18). If a service needed for planning is
 * unavailable, nothing is stored; if the payment is refused, it is stored as FAILED. Only a payment at a quote is
 * stored first, because using the quote must belong to a stored payment. Once the plan is stored, only the ledger's
 * answer ends the payment.
 */
public final class PaymentInitiation {
    private final PaymentWriter writer;
    private final Replays replays;
    private final PaymentPlanning planning;
    private final PaymentExecution execution;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    PaymentInitiation(
            PaymentWriter writer,
            Replays replays,
            PaymentPlanning planning,
            PaymentExecution execution,
            MicrosecondClock clock,
            Supplier<UUID> newId) {
        this.writer = writer;
        this.replays = replays;
        this.planning = planning;
        this.execution = execution;
        this.clock = clock;
        this.newId = newId;
    }

    /** Completes with a payment that is COMPLETED, RESERVED or FAILED. */
    public Future<Replayable<Payment>> pay(Caller caller, PaymentRequest request) {
        return inExistingCurrencies(
                request,
                () -> request.terms().quote().isPresent()
                        ? storeThenPlan(caller, create(request))
                        : planThenStore(create(request), given -> planning.payment(caller, given)));
    }

    public Future<Replayable<Payment>> topUp(PaymentRequest request) {
        return inExistingCurrencies(request, () -> planThenStore(create(request), planning::topUp));
    }

    public Future<Replayable<Payment>> withdraw(PaymentRequest request) {
        return inExistingCurrencies(request, () -> planThenStore(create(request), planning::withdrawal));
    }

    /** A request in a currency that has ended is refused, unless it repeats one from before the end. */
    private Future<Replayable<Payment>> inExistingCurrencies(
            PaymentRequest request, Supplier<Future<Replayable<Payment>>> next) {
        try {
            request.requireCurrenciesAt(clock.now());
        } catch (Problem ended) {
            return replays.find(IdempotentRequest.of(request))
                    .compose(found -> found.isPresent() ? replay(found.get()) : Future.failedFuture(ended));
        }
        return next.get();
    }

    private Future<Replayable<Payment>> planThenStore(Payment payment, Function<PaymentRequest, Future<Plan>> plan) {
        return Future.succeededFuture(payment.request())
                .compose(plan)
                .map(decided -> payment.planned(decided, clock.now()))
                .compose(execution::openAccounts)
                .compose(
                        planned -> store(planned, () -> execution.execute(planned)),
                        failure -> refuse(payment, failure));
    }

    /** A failure that may pass is not stored, so that the idempotency key stays free. */
    private Future<Replayable<Payment>> refuse(Payment payment, Throwable failure) {
        var reason = FailureReasons.of(failure);
        if (!reason.isRetryable()) {
            return store(payment, () -> execution.fail(payment, reason));
        }
        return replays.find(IdempotentRequest.of(payment.request()))
                .compose(found -> found.isPresent()
                        ? replay(found.get())
                        : Future.failedFuture(FailureReasons.problem(reason, failure)));
    }

    private Future<Replayable<Payment>> storeThenPlan(Caller caller, Payment payment) {
        return store(payment, () -> planAndExecute(caller, payment));
    }

    private Future<Payment> planAndExecute(Caller caller, Payment payment) {
        return Future.succeededFuture(payment)
                .compose(created -> planning.atQuote(caller, created))
                .compose(plan -> execution.storePlan(payment, plan))
                .compose(execution::execute, failure -> fail(payment, failure));
    }

    /** Nothing was posted, so the payment ends here with its failure reason. */
    private Future<Payment> fail(Payment payment, Throwable failure) {
        var reason = FailureReasons.of(failure);
        return execution
                .fail(payment, reason)
                .compose(failed -> failed.status() == PaymentStatus.FAILED && reason.isRetryable()
                        ? Future.failedFuture(failed.about(FailureReasons.problem(reason, failure)))
                        : Future.succeededFuture(failed));
    }

    private Payment create(PaymentRequest request) {
        return Payment.create(newId.get(), request, Correlation.current(), clock.now());
    }

    /**
     * Inserts the payment and continues with {@code next}; replays the first request if the idempotency key is taken.
     */
    private Future<Replayable<Payment>> store(Payment payment, Supplier<Future<Payment>> next) {
        return writer.insert(payment, PaymentEvents.statusReached(payment))
                .compose(inserted -> inserted
                        ? next.get().map(Replayable::first)
                        : replays.require(IdempotentRequest.of(payment.request()))
                                .compose(this::replay));
    }

    private Future<Replayable<Payment>> replay(IdempotencyRecord stored) {
        return replays.payment(stored).map(first -> {
            if (first.status() == PaymentStatus.CREATED) {
                throw first.about(Replays.inProgress());
            }
            return Replayable.replayed(first.asFirstReturned());
        });
    }
}
