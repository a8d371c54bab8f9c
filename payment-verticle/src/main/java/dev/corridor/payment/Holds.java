package dev.corridor.payment;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.money.Money;
import dev.corridor.kit.store.OutboxEvent;
import dev.corridor.payment.domain.KeptKey;
import dev.corridor.payment.domain.KeyUse;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
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
public final class Holds {
    private final PaymentWriter writer;
    private final Repeats repeats;
    private final History history;
    private final Settlement settlement;
    private final MicrosecondClock clock;
    private final Supplier<UUID> newId;

    public Holds(
            PaymentWriter writer,
            Repeats repeats,
            History history,
            Settlement settlement,
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
    public Future<Answer<Payment>> capture(
            Caller caller, String paymentId, Optional<Money> amount, Optional<String> key) {
        return end(
                caller,
                paymentId,
                KeptKey.Operation.CAPTURE,
                payment -> key.map(
                        text -> new KeyUse(caller.subject(), text, RequestFingerprint.ofCapture(payment.id(), amount))),
                (payment, ending) -> payment.capture(ending, amount, clock.now()));
    }

    public Future<Answer<Payment>> cancel(Caller caller, String paymentId, Optional<String> key) {
        return end(
                caller,
                paymentId,
                KeptKey.Operation.CANCEL,
                payment ->
                        key.map(text -> new KeyUse(caller.subject(), text, RequestFingerprint.ofCancel(payment.id()))),
                (payment, ending) -> payment.cancel(ending, clock.now()));
    }

    /** Gives back what nobody has captured in time. */
    public Future<Payment> expire(Payment held) {
        var expiring = held.expire(newId.get(), clock.now());
        return writer.update(expiring)
                .compose(written -> written ? settlement.settle(expiring) : Future.succeededFuture(held));
    }

    private Future<Answer<Payment>> end(
            Caller caller,
            String paymentId,
            KeptKey.Operation operation,
            Function<Payment, Optional<KeyUse>> keyUse,
            BiFunction<Payment, UUID, Payment> decide) {
        return history.payment(caller, paymentId).compose(payment -> {
            var key = keyUse.apply(payment);
            return repeats.earlier(key)
                    .compose(earlier -> earlier.isPresent()
                            ? Future.succeededFuture(Answer.again(payment))
                            : order(payment, key, operation, decide.apply(payment, newId.get())))
                    .map(answer -> answer.map(ended -> requireEnded(ended, operation, answer.replayed())));
        });
    }

    /** A payment that nothing was decided for has ended with the decision; else the ledger has to be asked. */
    private Future<Answer<Payment>> order(
            Payment payment, Optional<KeyUse> key, KeptKey.Operation operation, Payment decided) {
        boolean hasEnded = !decided.isBeingEnded();
        var event = hasEnded ? Optional.of(PaymentEvents.statusReached(decided)) : Optional.<OutboxEvent>empty();
        return writer.order(key, operation, decided, Optional.empty(), event).compose(written -> switch (written) {
            case DONE -> (hasEnded ? Future.succeededFuture(decided) : settlement.settle(decided)).map(Answer::first);
            case KEY_TAKEN -> repeats.certain(key).compose(repeats::payment).map(Answer::again);
            case OVERTAKEN -> Future.failedFuture(payment.about(PaymentError.REQUEST_IN_PROGRESS.problem()));
        });
    }

    /** What the payment tells of how the operation went; as of its end, whatever has been done since. */
    private static Payment requireEnded(Payment payment, KeptKey.Operation operation, boolean replayed) {
        if (payment.isBeingEnded() || payment.status() == PaymentStatus.CREATED) {
            throw payment.about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
        boolean done = operation == KeptKey.Operation.CAPTURE
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
