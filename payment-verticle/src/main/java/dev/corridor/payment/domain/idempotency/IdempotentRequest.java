package dev.corridor.payment.domain.idempotency;

import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A request together with its idempotency key and fingerprint.
 *
 * @param caller subject of the token; keys of different callers are different keys
 */
public record IdempotentRequest(String caller, String key, RequestFingerprint fingerprint) {

    /** @throws dev.corridor.kit.error.Problem idempotency_key_invalid */
    public IdempotentRequest {
        PaymentRequest.requireIdempotencyKey(key);
    }

    /** Empty if the request has no idempotency key. */
    public static Optional<IdempotentRequest> of(PaymentRequest request) {
        return request.idempotencyKey()
                .map(key -> new IdempotentRequest(request.caller(), key, RequestFingerprint.of(request)));
    }

    /**
     * The id under which a payment takes its quote. It is the same for every attempt under one idempotency key: only
     * one of them is posted, and an attempt whose response was lost may have taken the quote already.
     */
    public static UUID quoteTaker(Payment payment) {
        return of(payment.request()).map(IdempotentRequest::id).orElse(payment.id());
    }

    private UUID id() {
        return UUID.nameUUIDFromBytes((caller + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }
}
