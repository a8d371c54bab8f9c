package dev.corridor.payment.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A key that was used.
 *
 * @param payment the payment that was made, captured, cancelled or refunded under it
 * @param refund the refund that was made under it
 * @param keptUntil until then a repeat is recognised
 */
public record IdempotencyRecord(
        IdempotentRequest use, Operation operation, UUID payment, Optional<UUID> refund, Instant keptUntil) {

    /** What was asked for under the key. */
    public enum Operation {
        PAY,
        CAPTURE,
        CANCEL,
        REFUND
    }

    /** Whether what was asked for has come to an end. @param refund the one that was made under this key */
    public boolean isFinished(Payment payment, Optional<Refund> refund) {
        return switch (operation) {
            case PAY -> payment.status() != PaymentStatus.CREATED;
            case CAPTURE, CANCEL -> !payment.isBeingEnded();
            case REFUND ->
                refund.filter(each -> each.status() == RefundStatus.PENDING).isEmpty();
        };
    }

    /** @throws dev.corridor.kit.error.Problem idempotency_key_reused unless {@code repeat} asks for the same */
    public IdempotencyRecord requireSame(RequestFingerprint repeat) {
        if (!use.fingerprint().equals(repeat)) {
            throw PaymentError.IDEMPOTENCY_KEY_REUSED.problem();
        }
        return this;
    }
}
