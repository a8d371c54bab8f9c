package dev.corridor.payment.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A refund of all or part of a payment.
 *
 * @param caller subject of the token that requested it
 * @param key the idempotency key of the request
 * @param amount the amount that the payee returns, in the target currency
 * @param plan present from the moment at which the ledger may be posting it
 * @param failure why the refund is FAILED
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

    /** @throws Problem amount_invalid, reference_invalid, idempotency_key_invalid */
    public Refund {
        amount.requirePositive();
        PaymentRequest.requireReference(reason);
        key.ifPresent(PaymentRequest::requireIdempotencyKey);
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

    /** Applies the ledger's answer. */
    public Refund applyOutcome(PostingOutcome outcome, Instant now) {
        return outcome.refusal().map(reason -> fail(reason, now)).orElseGet(() -> complete(now));
    }

    /** Fails the refund. A retryable reason releases the idempotency key. */
    public Refund fail(PaymentError because, Instant now) {
        requirePending();
        return change(
                RefundStatus.FAILED, because.isRetryable() ? Optional.empty() : key, plan, Optional.of(because), now);
    }

    private Refund complete(Instant now) {
        requirePending();
        return change(RefundStatus.COMPLETED, key, plan, failure, now);
    }

    /** @throws Problem why it failed, request_in_progress while it is pending */
    public Refund requireCompleted() {
        if (failure.isPresent()) {
            throw about(failure.get());
        }
        if (status == RefundStatus.PENDING) {
            throw about(PaymentError.REQUEST_IN_PROGRESS);
        }
        return this;
    }

    private Problem about(PaymentError error) {
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
            Optional<String> nextKey,
            Optional<RefundPlan> decided,
            Optional<PaymentError> because,
            Instant now) {
        return new Refund(
                id, paymentId, caller, nextKey, amount, reason, next, decided, because, correlationId, createdAt, now);
    }
}
