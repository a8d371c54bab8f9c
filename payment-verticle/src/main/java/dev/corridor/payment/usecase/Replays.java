package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.util.Optional;

/** Looks up the stored result of an earlier request with the same idempotency key. */
final class Replays {
    private final IdempotencyKeys keys;
    private final Payments payments;

    Replays(IdempotencyKeys keys, Payments payments) {
        this.keys = keys;
        this.payments = payments;
    }

    /** Empty if the key is new. Fails with idempotency_key_reused if the earlier request had other content. */
    Future<Optional<IdempotencyRecord>> find(Optional<IdempotentRequest> request) {
        return request.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : keys.find(request.get().caller(), request.get().key())
                        .map(found -> found.map(
                                stored -> stored.requireSame(request.get().fingerprint())));
    }

    /**
     * Finds a key that was taken a moment ago. If it is missing now, the earlier request is releasing it:
     * request_in_progress.
     */
    Future<IdempotencyRecord> require(Optional<IdempotentRequest> request) {
        return find(request).map(found -> found.orElseThrow(Replays::inProgress));
    }

    /** The problem of a repeat that comes before the first request has a result. */
    static Problem inProgress() {
        return PaymentError.REQUEST_IN_PROGRESS.problem("The first request with this idempotency key is in progress.");
    }

    Future<Payment> payment(IdempotencyRecord stored) {
        return payments.byId(stored.payment()).map(Optional::orElseThrow);
    }
}
