package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Money on its way back, whole or in part.
 *
 * @param caller who asked for it
 * @param key the idempotency key it was asked under
 * @param amount what the payee gives back, in the currency in which they got it
 * @param plan from the moment at which the ledger may be posting it
 * @param failure why it is FAILED
 */
public record Refund(
        UUID id,
        UUID paymentId,
        String caller,
        Optional<String> key,
        Money amount,
        String reason,
        RefundStatus status,
        Optional<RefundPlan> plan,
        Optional<PaymentError> failure,
        String correlationId,
        Instant createdAt,
        Instant updatedAt) {

    /** @throws dev.corridor.kit.error.Problem amount_invalid, reference_invalid, idempotency_key_invalid */
    public Refund {
        amount.requirePositive();
        PaymentRequest.requireReference(reason);
        key.ifPresent(IdempotentRequest::requireKey);
    }

    public static Refund create(
            UUID id,
            UUID paymentId,
            String caller,
            Optional<String> key,
            Money amount,
            String reason,
            String correlationId,
            Instant now) {
        return new Refund(
                id,
                paymentId,
                caller,
                key,
                amount,
                reason,
                RefundStatus.PENDING,
                Optional.empty(),
                Optional.empty(),
                correlationId,
                now,
                now);
    }

    public Refund planned(RefundPlan decided, Instant now) {
        if (status != RefundStatus.PENDING || plan.isPresent()) {
            throw PaymentError.STATUS_CONFLICT.problem();
        }
        return change(status, key, Optional.of(decided), failure, now);
    }

    /** As the ledger decided. */
    public Refund settle(PostingOutcome outcome, Instant now) {
        return outcome.refusal().map(reason -> fail(reason, now)).orElseGet(() -> complete(now));
    }

    /** Lets go of the idempotency key when the same request may succeed later. */
    public Refund fail(PaymentError because, Instant now) {
        requirePending();
        return change(
                RefundStatus.FAILED, because.isRetryable() ? Optional.empty() : key, plan, Optional.of(because), now);
    }

    private Refund complete(Instant now) {
        requirePending();
        return change(RefundStatus.COMPLETED, key, plan, failure, now);
    }

    /** @throws dev.corridor.kit.error.Problem why it failed, request_in_progress while it is not decided */
    public Refund requireCompleted() {
        if (failure.isPresent()) {
            throw about(failure.get());
        }
        if (status == RefundStatus.PENDING) {
            throw about(PaymentError.REQUEST_IN_PROGRESS);
        }
        return this;
    }

    private dev.corridor.kit.error.Problem about(PaymentError error) {
        return error.problem()
                .with("payment_id", paymentId.toString())
                .with("refund_id", id.toString())
                .with("correlation_id", correlationId);
    }

    private void requirePending() {
        if (status != RefundStatus.PENDING) {
            throw PaymentError.STATUS_CONFLICT.problem();
        }
    }

    private Refund change(
            RefundStatus next,
            Optional<String> kept,
            Optional<RefundPlan> decided,
            Optional<PaymentError> because,
            Instant now) {
        return new Refund(
                id, paymentId, caller, kept, amount, reason, next, decided, because, correlationId, createdAt, now);
    }
}
