package dev.corridor.payment.usecase;

import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.IdempotentRequest;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.util.Optional;

/** What was done under an idempotency key before, for whoever asks for it again. */
final class Replays {
    private final IdempotencyKeys keys;
    private final Payments payments;

    Replays(IdempotencyKeys keys, Payments payments) {
        this.keys = keys;
        this.payments = payments;
    }

    /** Empty when the key is new. Fails with idempotency_key_reused when it belongs to something else. */
    Future<Optional<IdempotencyRecord>> earlier(Optional<IdempotentRequest> use) {
        return use.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : keys.find(use.get().caller(), use.get().key())
                        .map(found ->
                                found.map(kept -> kept.requireSame(use.get().fingerprint())));
    }

    /** As {@link #earlier} for a key that was just seen: if it is gone again, whoever had it is letting go of it. */
    Future<IdempotencyRecord> certain(Optional<IdempotentRequest> use) {
        return earlier(use).map(found -> found.orElseThrow(PaymentError.REQUEST_IN_PROGRESS::problem));
    }

    Future<Payment> payment(IdempotencyRecord kept) {
        return payments.byId(kept.payment()).map(Optional::orElseThrow);
    }
}
