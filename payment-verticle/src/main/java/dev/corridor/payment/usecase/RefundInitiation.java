package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.client.ProfileClient;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.idempotency.Replayable;
import dev.corridor.payment.domain.idempotency.RequestFingerprint;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Use case: refund a payment, in whole or in part. A payment has one refund in flight at most, so that the amount of
 * earlier refunds is known when the next one is decided.
 */
public final class RefundInitiation {
    private final PaymentStore store;
    private final Replays replays;
    private final PaymentQueries queries;
    private final RefundExecution execution;
    private final ProfileClient profile;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    RefundInitiation(
            PaymentStore store,
            Replays replays,
            PaymentQueries queries,
            RefundExecution execution,
            ProfileClient profile,
            MicrosecondClock clock,
            Supplier<UUID> newId) {
        this.store = store;
        this.replays = replays;
        this.queries = queries;
        this.execution = execution;
        this.profile = profile;
        this.clock = clock;
        this.newId = newId;
    }

    /**
     * Completes with a refund that is COMPLETED or FAILED.
     *
     * @param amount the amount that the payee returns; empty means all that is not refunded yet
     */
    public Future<Replayable<Refund>> refund(
            Caller caller, String paymentId, Optional<Money> amount, String reason, Optional<String> key) {
        return queries.paymentAsPayee(caller, paymentId).compose(payment -> {
            var request = key.map(text -> new IdempotentRequest(
                    caller.subject(), text, RequestFingerprint.ofRefund(payment.id(), amount, reason)));
            return replays.find(request)
                    .compose(found -> found.isPresent()
                            ? replay(found.get())
                            : begin(caller, payment.requireRefundable(), amount, reason, request));
        });
    }

    private Future<Replayable<Refund>> begin(
            Caller caller,
            Payment payment,
            Optional<Money> amount,
            String reason,
            Optional<IdempotentRequest> request) {
        var refund = Refund.create(
                newId.get(),
                payment.id(),
                caller.subject(),
                request.map(IdempotentRequest::key),
                amount.orElseGet(payment::refundable),
                reason,
                Correlation.current(),
                clock.now());
        var begun = payment.beginRefund(refund.id(), refund.amount(), clock.now());
        return requireAllowed(payment)
                .compose(allowed -> store.writer()
                        .updateOnce(
                                request,
                                IdempotencyRecord.Operation.REFUND,
                                begun,
                                Optional.of(refund),
                                Optional.empty()))
                .compose(written -> switch (written) {
                    case DONE -> execution.execute(caller, begun, refund).map(Replayable::first);
                    case KEY_TAKEN -> replays.require(request).compose(this::replay);
                    case CONFLICT -> Future.failedFuture(payment.about(PaymentError.REQUEST_IN_PROGRESS.problem()));
                });
    }

    /** A suspended payee refunds nothing. The house always may. */
    private Future<?> requireAllowed(Payment payment) {
        return payment.payee()
                .filter(payee -> !payee.equals(Payee.HOUSE))
                .<Future<?>>map(profile::requireMayRefund)
                .orElseGet(Future::succeededFuture)
                .recover(failure -> Future.failedFuture(
                        payment.about(FailureReasons.problem(FailureReasons.of(failure), failure))));
    }

    private Future<Replayable<Refund>> replay(IdempotencyRecord stored) {
        return store.refunds()
                .byId(stored.refund().orElseThrow())
                .map(Optional::orElseThrow)
                .map(Replayable::replayed);
    }
}
