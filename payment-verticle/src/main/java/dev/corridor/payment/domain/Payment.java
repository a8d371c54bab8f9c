package dev.corridor.payment.domain;

import dev.corridor.kit.error.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A payment: what was asked for, what was decided, and what came of it.
 *
 * @param plan from the moment at which the ledger may be posting it
 * @param failure why it is FAILED
 * @param version 1, rising by one with every change; who writes a change proves by it that nobody else did meanwhile
 */
public record Payment(
        UUID id,
        PaymentRequest request,
        PaymentStatus status,
        Optional<Plan> plan,
        Optional<PaymentError> failure,
        String correlationId,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    public static Payment create(UUID id, PaymentRequest request, String correlationId, Instant now) {
        return new Payment(
                id, request, PaymentStatus.CREATED, Optional.empty(), Optional.empty(), correlationId, now, now, 1);
    }

    /** Decided, and from now on to be posted until the ledger has answered. */
    public Payment planned(Plan decided, Instant now) {
        if (status != PaymentStatus.CREATED || plan.isPresent()) {
            throw statusConflict();
        }
        return new Payment(
                id, request, status, Optional.of(decided), failure, correlationId, createdAt, now, version + 1);
    }

    public Payment complete(Instant now) {
        if (plan.isEmpty()) {
            throw statusConflict();
        }
        return change(PaymentCommand.COMPLETE, request, Optional.empty(), now);
    }

    /**
     * Lets go of the idempotency key when the same request may succeed later. That is for payments which no ledger has seen:
     * once there is a plan, only the ledger's refusal fails them.
     */
    public Payment fail(PaymentError reason, Instant now) {
        if (reason.isRetryable() && plan.isPresent()) {
            throw statusConflict();
        }
        var kept = reason.isRetryable() ? request.withoutKey() : request;
        return change(PaymentCommand.FAIL, kept, Optional.of(reason), now);
    }

    /** As the ledger decided. */
    public Payment settle(PostingOutcome outcome, Instant now) {
        return outcome.refusal().map(reason -> fail(reason, now)).orElseGet(() -> complete(now));
    }

    /**
     * Who takes the quote: every attempt under one idempotency key is the same taker, since only one of them is ever posted, and
     * one whose answer was lost may have taken the quote already.
     */
    public UUID quoteTaker() {
        return request.idempotencyKey()
                .map(key -> UUID.nameUUIDFromBytes((request.caller() + "\n" + key).getBytes(StandardCharsets.UTF_8)))
                .orElse(id);
    }

    /** Who gets the money, as soon as that is known. */
    public Optional<String> payee() {
        return plan.map(Plan::payee).or(() -> request.payee().id());
    }

    /** To its payer always; to its payee once they have the money, since why somebody could not pay is not for them. */
    public boolean isVisibleTo(String userId) {
        return request.payer().equals(userId)
                || status.hasReachedPayee() && payee().filter(userId::equals).isPresent();
    }

    /** @throws Problem why it failed */
    public Payment requireNotFailed() {
        if (failure.isPresent()) {
            throw about(failure.get().problem());
        }
        return this;
    }

    /** The problem, with this payment's id in it. */
    public Problem about(Problem problem) {
        return problem.with("payment_id", id.toString());
    }

    private Payment change(PaymentCommand command, PaymentRequest kept, Optional<PaymentError> reason, Instant now) {
        var next = status.after(command).orElseThrow(this::statusConflict);
        return new Payment(id, kept, next, plan, reason, correlationId, createdAt, now, version + 1);
    }

    private Problem statusConflict() {
        return about(PaymentError.STATUS_CONFLICT.problem());
    }
}
