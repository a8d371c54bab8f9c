package dev.corridor.payment;

import dev.corridor.kit.correlation.Correlation;
import dev.corridor.kit.identity.Caller;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.PaymentWriter;
import io.vertx.core.Future;
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
    private final PaymentWriter writer;
    private final Repeats repeats;
    private final Preparation preparation;
    private final Settlement settlement;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    public Processing(
            PaymentWriter writer,
            Repeats repeats,
            Preparation preparation,
            Settlement settlement,
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
    public Future<Answer<Payment>> pay(Caller caller, PaymentRequest request) {
        return process(request, asked -> preparation.payment(caller, asked));
    }

    public Future<Answer<Payment>> topUp(PaymentRequest request) {
        return process(request, preparation::topUp);
    }

    public Future<Answer<Payment>> withdraw(PaymentRequest request) {
        return process(request, preparation::withdrawal);
    }

    private Future<Answer<Payment>> process(PaymentRequest request, Function<Payment, Future<Plan>> prepare) {
        var payment = Payment.create(newId.get(), request, Correlation.current(), clock.now());
        // Step 1
        return writer.insert(payment, PaymentEvents.statusReached(payment))
                .compose(written -> written ? carryOut(payment, prepare).map(Answer::first) : repeat(request));
    }

    private Future<Payment> carryOut(Payment payment, Function<Payment, Future<Plan>> prepare) {
        return Future.succeededFuture(payment)
                .compose(prepare)
                .compose(plan -> settlement.keep(payment, plan))
                .compose(settlement::settle, failure -> giveUp(payment, failure));
    }

    /** Nothing was posted, so this payment ends here, and says why. */
    private Future<Payment> giveUp(Payment payment, Throwable failure) {
        var reason = Reasons.of(failure);
        return settlement
                .fail(payment, reason)
                .compose(failed -> failed.status() == PaymentStatus.FAILED && reason.isRetryable()
                        ? Future.failedFuture(failed.about(Reasons.explanation(reason, failure)))
                        : Future.succeededFuture(failed));
    }

    private Future<Answer<Payment>> repeat(PaymentRequest request) {
        return repeats.certain(request.keyUse()).compose(repeats::payment).map(first -> {
            if (first.status() == PaymentStatus.CREATED) {
                throw first.about(PaymentError.REQUEST_IN_PROGRESS.problem());
            }
            return Answer.again(first.asFirstAnswered());
        });
    }
}
