package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.client.ProfileClient;
import dev.corridor.payment.domain.Parties;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord.Operation;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.idempotency.Replayable;
import dev.corridor.payment.domain.idempotency.RequestFingerprint;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentWriter;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Use case: end a hold by capture, cancellation or expiry. The decision is stored before it is posted to the ledger,
 * and executed from then on.
 */
public final class HoldResolver {
    private final PaymentWriter writer;
    private final Replays replays;
    private final PaymentQueries queries;
    private final PaymentExecution execution;
    private final ProfileClient profile;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    HoldResolver(
            PaymentWriter writer,
            Replays replays,
            PaymentQueries queries,
            PaymentExecution execution,
            ProfileClient profile,
            MicrosecondClock clock,
            Supplier<UUID> newId) {
        this.writer = writer;
        this.replays = replays;
        this.queries = queries;
        this.execution = execution;
        this.profile = profile;
        this.clock = clock;
        this.newId = newId;
    }

    /** @param amount the amount that the payee receives; empty means all of it */
    public Future<Replayable<Payment>> capture(
            Caller caller, String paymentId, Optional<Money> amount, Optional<String> key) {
        return resolve(
                caller,
                paymentId,
                Operation.CAPTURE,
                payment -> key.map(text -> new IdempotentRequest(
                        caller.subject(), text, RequestFingerprint.ofCapture(payment.id(), amount))),
                (payment, resolutionId) -> payment.capture(resolutionId, amount, clock.now()));
    }

    public Future<Replayable<Payment>> cancel(Caller caller, String paymentId, Optional<String> key) {
        return resolve(
                caller,
                paymentId,
                Operation.CANCEL,
                payment -> key.map(text ->
                        new IdempotentRequest(caller.subject(), text, RequestFingerprint.ofCancel(payment.id()))),
                (payment, resolutionId) -> payment.cancel(resolutionId, clock.now()));
    }

    /** Releases a hold whose time is over. */
    public Future<Payment> expire(Payment held) {
        var expiring = held.expire(newId.get(), clock.now());
        return writer.update(expiring)
                .compose(written -> written ? execution.execute(expiring) : Future.succeededFuture(held));
    }

    private Future<Replayable<Payment>> resolve(
            Caller caller,
            String paymentId,
            Operation operation,
            Function<Payment, Optional<IdempotentRequest>> idempotentRequest,
            BiFunction<Payment, UUID, Payment> decide) {
        return queries.payment(caller, paymentId).compose(payment -> {
            var request = idempotentRequest.apply(payment);
            return replays.find(request)
                    .compose(found -> found.isPresent()
                            ? replay(found.get())
                            : Future.succeededFuture(decide.apply(payment, newId.get()))
                                    .compose(decided -> requireAllowed(operation, decided))
                                    .compose(decided -> storeAndExecute(payment, request, operation, decided)));
        });
    }

    /** A capture moves money, so both parties must still be allowed to. A release only gives back, and is always allowed. */
    private Future<Payment> requireAllowed(Operation operation, Payment decided) {
        return operation == Operation.CAPTURE
                ? profile.parties(decided)
                        .map(Parties::requireAllowed)
                        .map(decided)
                        .recover(failure -> Future.failedFuture(
                                decided.about(FailureReasons.problem(FailureReasons.of(failure), failure))))
                : Future.succeededFuture(decided);
    }

    /** A payment without a plan is cancelled by the write alone; in all other cases the ledger has to be asked. */
    private Future<Replayable<Payment>> storeAndExecute(
            Payment payment, Optional<IdempotentRequest> request, Operation operation, Payment decided) {
        boolean hasEnded = !decided.isBeingResolved();
        var event = hasEnded ? Optional.of(PaymentEvents.statusReached(decided)) : Optional.<OutboxEvent>empty();
        return writer.updateOnce(request, operation, decided, Optional.empty(), event)
                .compose(written -> switch (written) {
                    case DONE ->
                        (hasEnded ? Future.succeededFuture(decided) : execution.execute(decided))
                                .map(ended -> Replayable.first(requireDone(ended, decided.resolutionId())));
                    case KEY_TAKEN -> replays.require(request).compose(this::replay);
                    case CONFLICT -> Future.failedFuture(payment.about(PaymentError.REQUEST_IN_PROGRESS.problem()));
                });
    }

    /**
     * Shows the payment as the operation left it, without later refunds. It is read after the key: the first request may
     * have stored both since this one read the payment.
     */
    private Future<Replayable<Payment>> replay(IdempotencyRecord stored) {
        return replays.payment(stored)
                .map(payment -> Replayable.replayed(
                        requireDone(payment, stored.resolution()).asCaptured()));
    }

    /**
     * Checks that the hold ended as the request asked.
     *
     * @param resolution the decision of the request
     * @throws dev.corridor.kit.error.Problem request_in_progress until the ledger has answered, else why it refused
     */
    private static Payment requireDone(Payment payment, Optional<UUID> resolution) {
        if (!payment.resolutionId().equals(resolution)) {
            boolean released = payment.status() == PaymentStatus.EXPIRED;
            throw payment.about((released ? PaymentError.HOLD_EXPIRED : PaymentError.POSTING_REFUSED).problem());
        }
        if (payment.isBeingResolved()) {
            throw payment.about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
        return payment;
    }
}
