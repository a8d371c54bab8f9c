package dev.corridor.payment.domain.idempotency;

import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The stored idempotency key of a request. The result itself is read from the payment or refund.
 *
 * @param payment the payment that the request created, captured, cancelled or refunded
 * @param refund the refund that the request created
 * @param resolution the end of the hold that the request decided; empty if there was no hold to end
 * @param expiresAt the time until which repeats are replayed
 */
public record IdempotencyRecord(
        IdempotentRequest request,
        Operation operation,
        UUID payment,
        Optional<UUID> refund,
        Optional<UUID> resolution,
        Instant expiresAt) {

    /** Operation of an idempotent request. */
    public enum Operation {
        PAY,
        CAPTURE,
        CANCEL,
        REFUND
    }

    /**
     * Tells whether the operation has ended.
     *
     * @param refund the refund that the request created
     */
    public boolean isFinished(Payment payment, Optional<Refund> refund) {
        return switch (operation) {
            case PAY -> payment.status() != PaymentStatus.CREATED;
            case CAPTURE, CANCEL ->
                !payment.isBeingResolved() || !payment.resolutionId().equals(resolution);
            case REFUND ->
                refund.filter(each -> each.status() == RefundStatus.PENDING).isEmpty();
        };
    }

    /** @throws dev.corridor.kit.error.Problem idempotency_key_reused unless {@code repeat} has the same content */
    public IdempotencyRecord requireSame(RequestFingerprint repeat) {
        if (!request.fingerprint().equals(repeat)) {
            throw PaymentError.IDEMPOTENCY_KEY_REUSED.problem();
        }
        return this;
    }
}
