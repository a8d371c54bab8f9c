package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.IdempotentRequest;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Replayable;
import dev.corridor.payment.domain.RequestFingerprint;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.PaymentWriter;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What becomes of money that was set aside: captured, whole or in part, or given back. What is decided is kept before the
 * ledger hears of it, and carried through from then on.
 */
public final class HoldProcessing {
    private final PaymentWriter writer;
    private final Replays repeats;
    private final PaymentQueries history;
    private final PaymentExecution settlement;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    public HoldProcessing(
            PaymentWriter writer,
            Replays repeats,
            PaymentQueries history,
            PaymentExecution settlement,
            MicrosecondClock clock,
            Supplier<UUID> newId) {
        this.writer = writer;
        this.repeats = repeats;
        this.history = history;
        this.settlement = settlement;
        this.clock = clock;
        this.newId = newId;
    }

    /** @param amount what the payee gets; empty: all of it */
    public Future<Replayable<Payment>> capture(
            Caller caller, String paymentId, Optional<Money> amount, Optional<String> key) {
        return end(
                caller,
                paymentId,
                IdempotencyRecord.Operation.CAPTURE,
                payment -> key.map(text -> new IdempotentRequest(
                        caller.subject(), text, RequestFingerprint.ofCapture(payment.id(), amount))),
                (payment, ending) -> payment.capture(ending, amount, clock.now()));
    }

    public Future<Replayable<Payment>> cancel(Caller caller, String paymentId, Optional<String> key) {
        return end(
                caller,
                paymentId,
                IdempotencyRecord.Operation.CANCEL,
                payment -> key.map(text ->
                        new IdempotentRequest(caller.subject(), text, RequestFingerprint.ofCancel(payment.id()))),
                (payment, ending) -> payment.cancel(ending, clock.now()));
    }

    /** Gives back what nobody has captured in time. */
    public Future<Payment> expire(Payment held) {
        var expiring = held.expire(newId.get(), clock.now());
        return writer.update(expiring)
                .compose(written -> written ? settlement.settle(expiring) : Future.succeededFuture(held));
    }

    private Future<Replayable<Payment>> end(
            Caller caller,
            String paymentId,
            IdempotencyRecord.Operation operation,
            Function<Payment, Optional<IdempotentRequest>> keyUse,
            BiFunction<Payment, UUID, Payment> decide) {
        return history.payment(caller, paymentId).compose(payment -> {
            var key = keyUse.apply(payment);
            return repeats.earlier(key)
                    .compose(earlier -> earlier.isPresent()
                            ? Future.succeededFuture(Replayable.again(payment))
                            : order(payment, key, operation, decide.apply(payment, newId.get())))
                    .map(answer -> answer.map(ended -> requireEnded(ended, operation, answer.replayed())));
        });
    }

    /** A payment that nothing was decided for has ended with the decision; else the ledger has to be asked. */
    private Future<Replayable<Payment>> order(
            Payment payment, Optional<IdempotentRequest> key, IdempotencyRecord.Operation operation, Payment decided) {
        boolean hasEnded = !decided.isBeingEnded();
        var event = hasEnded ? Optional.of(PaymentEvents.statusReached(decided)) : Optional.<OutboxEvent>empty();
        return writer.order(key, operation, decided, Optional.empty(), event).compose(written -> switch (written) {
            case DONE ->
                (hasEnded ? Future.succeededFuture(decided) : settlement.settle(decided)).map(Replayable::first);
            case KEY_TAKEN -> repeats.certain(key).compose(repeats::payment).map(Replayable::again);
            case OVERTAKEN -> Future.failedFuture(payment.about(PaymentError.REQUEST_IN_PROGRESS.problem()));
        });
    }

    /** What the payment tells of how the operation went; as of its end, whatever has been done since. */
    private static Payment requireEnded(Payment payment, IdempotencyRecord.Operation operation, boolean replayed) {
        if (payment.isBeingEnded() || payment.status() == PaymentStatus.CREATED) {
            throw payment.about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
        boolean done = operation == IdempotencyRecord.Operation.CAPTURE
                ? payment.status().hasReachedPayee()
                : payment.status() == PaymentStatus.CANCELLED;
        if (!done) {
            var reason = payment.status() == PaymentStatus.EXPIRED
                    ? PaymentError.HOLD_EXPIRED
                    : PaymentError.POSTING_REFUSED;
            throw payment.about(reason.problem());
        }
        return replayed ? payment.asCaptured() : payment;
    }
}
