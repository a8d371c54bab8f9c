package dev.corridor.payment.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A payment: the request, the plan that was decided, and the outcome. Every change makes a new record with the next
 * version.
 *
 * @param plan present from the moment at which the ledger may be posting the payment
 * @param resolution the decided end of the hold
 * @param captured the amount that the payee received, in the target currency
 * @param refunded the part of {@code captured} that was refunded
 * @param refund id of the refund in flight
 * @param failure why the payment is FAILED
 * @param version 1 for a new payment, and one more with every change; the store writes a change only over the version
 *     before it
 */
public record Payment(
        UUID id,
        PaymentRequest request,
        PaymentStatus status,
        Optional<Plan> plan,
        Optional<HoldResolution> resolution,
        Money captured,
        Money refunded,
        Optional<UUID> refund,
        Optional<PaymentError> failure,
        String correlationId,
        PaymentTimestamps timestamps,
        long version) {

    public static Payment create(UUID id, PaymentRequest request, String correlationId, Instant now) {
        var nothing = Money.zero(request.target());
        return new Payment(
                id,
                request,
                PaymentStatus.CREATED,
                Optional.empty(),
                Optional.empty(),
                nothing,
                nothing,
                Optional.empty(),
                Optional.empty(),
                correlationId,
                PaymentTimestamps.begin(now),
                1);
    }

    /** Adds the plan. From now on only the ledger's answer decides whether the payment completes or fails. */
    public Payment planned(Plan decided, Instant now) {
        if (status != PaymentStatus.CREATED || plan.isPresent()) {
            throw statusConflict();
        }
        return next().plan(decided).at(timestamps.planned(now)).make();
    }

    /**
     * Fails the payment. A retryable reason releases the idempotency key, so that the same request can succeed later;
     * it is allowed only without a plan, because a planned payment may be posted already.
     *
     * @throws Problem status_conflict
     */
    public Payment fail(PaymentError reason, Instant now) {
        if (reason.isRetryable() && plan.isPresent()) {
            throw statusConflict();
        }
        return to(PaymentCommand.FAIL)
                .request(reason.isRetryable() ? request.withoutKey() : request)
                .failure(reason)
                .at(timestamps.ended(now))
                .make();
    }

    /**
     * Decides that the hold is captured, in whole or in part; the rest is released.
     *
     * @param resolutionId id of the posting that captures it
     * @param amount in the target currency; empty means all of it
     * @throws Problem status_conflict, hold_expired, capture_invalid, amount_too_small, request_in_progress
     */
    public Payment capture(UUID resolutionId, Optional<Money> amount, Instant now) {
        requireReserved();
        if (!now.isBefore(holdExpiresAt().orElseThrow())) {
            throw about(PaymentError.HOLD_EXPIRED.problem());
        }
        var held = plan.orElseThrow().target();
        var wanted = amount.orElse(held).requirePositive();
        if (!wanted.currency().equals(held.currency()) || wanted.minorUnits() > held.minorUnits()) {
            throw about(PaymentError.CAPTURE_INVALID.problem(
                    "The capture of %s exceeds the hold of %s.".formatted(wanted, held)));
        }
        if (!plan.orElseThrow().sourceOf(wanted).isPositive()) {
            throw about(PaymentError.AMOUNT_TOO_SMALL.problem());
        }
        return resolve(new HoldResolution(resolutionId, PaymentCommand.COMPLETE, wanted), now);
    }

    /**
     * Cancels the payment: at once if it has no plan, else by releasing its hold.
     *
     * @throws Problem status_conflict once it is completed, request_in_progress while another operation is in flight
     */
    public Payment cancel(UUID resolutionId, Instant now) {
        if (status == PaymentStatus.CREATED && plan.isEmpty()) {
            return to(PaymentCommand.CANCEL).at(timestamps.ended(now)).make();
        }
        if (status == PaymentStatus.CREATED) {
            throw about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
        requireReserved();
        return resolve(new HoldResolution(resolutionId, PaymentCommand.CANCEL, captured), now);
    }

    /** Decides that the hold is released because its time is over. */
    public Payment expire(UUID resolutionId, Instant now) {
        requireReserved();
        return resolve(new HoldResolution(resolutionId, PaymentCommand.EXPIRE, captured), now);
    }

    /** Applies the ledger's answer to the last posting: the payment, its hold, or the end of its hold. */
    public Payment applyOutcome(PostingOutcome outcome, Instant now) {
        if (isBeingResolved()) {
            return outcome.refusal()
                    .map(reason -> resolutionRefused(reason, now))
                    .orElseGet(() -> resolved(resolution.orElseThrow(), now));
        }
        return outcome.refusal().map(reason -> fail(reason, now)).orElseGet(() -> posted(now));
    }

    private Payment posted(Instant now) {
        if (plan.isEmpty()) {
            throw statusConflict();
        }
        return request.terms().hold().isPresent()
                ? to(PaymentCommand.RESERVE).at(timestamps.reserved(now)).make()
                : to(PaymentCommand.COMPLETE)
                        .captured(plan.get().target())
                        .at(timestamps.ended(now))
                        .make();
    }

    private Payment resolved(HoldResolution decided, Instant now) {
        return to(decided.command())
                .captured(decided.captured())
                .at(timestamps.ended(now))
                .make();
    }

    /** HOLD_EXPIRED: the ledger released the hold itself. After any other refusal the hold still stands. */
    private Payment resolutionRefused(PaymentError reason, Instant now) {
        return reason == PaymentError.HOLD_EXPIRED
                ? to(PaymentCommand.EXPIRE)
                        .resolution(Optional.empty())
                        .at(timestamps.ended(now))
                        .make()
                : next().resolution(Optional.empty())
                        .at(timestamps.updated(now))
                        .make();
    }

    /**
     * Starts a refund. A payment has one refund in flight at most, and refunds never exceed the captured amount.
     *
     * @throws Problem status_conflict, not_refundable, refund_exceeds_captured, request_in_progress
     */
    public Payment beginRefund(UUID id, Money amount, Instant now) {
        requireRefundable();
        if (!amount.currency().equals(captured.currency())
                || amount.minorUnits() > refundable().minorUnits()) {
            throw about(PaymentError.REFUND_EXCEEDS_CAPTURED.problem(
                    "The refund of %s exceeds what can be refunded: %s.".formatted(amount, refundable())));
        }
        return next().refund(Optional.of(id)).at(timestamps.updated(now)).make();
    }

    /** Applies the result of the refund in flight. */
    public Payment endRefund(Refund done) {
        if (!refund.equals(Optional.of(done.id()))) {
            throw statusConflict();
        }
        if (done.status() != RefundStatus.COMPLETED) {
            return next().refund(Optional.empty())
                    .at(timestamps.updated(done.updatedAt()))
                    .make();
        }
        boolean all = done.amount().equals(refundable());
        return to(all ? PaymentCommand.REFUND_REST : PaymentCommand.REFUND_PART)
                .refund(Optional.empty())
                .refunded(refunded.plus(done.amount()))
                .at(timestamps.updated(done.updatedAt()))
                .make();
    }

    /** @throws Problem status_conflict, not_refundable, request_in_progress */
    public Payment requireRefundable() {
        if (request.kind() != PaymentKind.PAYMENT) {
            throw about(PaymentError.NOT_REFUNDABLE.problem());
        }
        if (status.after(PaymentCommand.REFUND_REST).isEmpty()) {
            throw statusConflict();
        }
        if (refund.isPresent()) {
            throw about(PaymentError.REQUEST_IN_PROGRESS.problem(
                    "Another refund of this payment is in progress; a payment has one at a time."));
        }
        return this;
    }

    /** Returns the same payment at its next version, so that a worker with the version before can write no change. */
    public Payment nextVersion() {
        return next().make();
    }

    /** Tells whether the end of the hold is decided and its posting is in flight. */
    public boolean isBeingResolved() {
        return status == PaymentStatus.RESERVED && resolution.isPresent();
    }

    /** The id of the decided end of the hold. */
    public Optional<UUID> resolutionId() {
        return resolution.map(HoldResolution::id);
    }

    /**
     * Tells whether a step of the payment is still in flight: the worker that holds the lease, or recovery, finishes
     * it.
     */
    public boolean isUnfinished() {
        return status == PaymentStatus.CREATED || isBeingResolved() || refund.isPresent();
    }

    /** The captured amount that is not refunded yet. */
    public Money refundable() {
        return captured.minus(refunded);
    }

    /** The target amount, if the request fixed it. */
    public Optional<Money> fixedTarget() {
        return request.fixedSide() == FixedSide.TARGET ? Optional.of(request.amount()) : Optional.empty();
    }

    /** The time at which the hold expires unless it is resolved before. */
    public Optional<Instant> holdExpiresAt() {
        return timestamps.planned().flatMap(since -> request.terms().hold().map(since::plus));
    }

    /** The expiry time of a hold that can still expire; empty once the payment has ended. */
    public Optional<Instant> openHoldExpiresAt() {
        return status == PaymentStatus.CREATED || status == PaymentStatus.RESERVED ? holdExpiresAt() : Optional.empty();
    }

    /** The payee's user id, or the house, as soon as it is known: a username has to be looked up first. */
    public Optional<String> payee() {
        return plan.map(Plan::payee).or(() -> request.payee().id());
    }

    /** Tells whether the user may read the payment: its payer always, its payee once {@link #concernsPayee}. */
    public boolean isVisibleTo(String userId) {
        return request.payer().equals(userId)
                || concernsPayee() && payee().filter(userId::equals).isPresent();
    }

    /**
     * Tells whether money was held for the payee or has reached them. Before that, the payment is the payer's business
     * only.
     */
    public boolean concernsPayee() {
        return status.hasReachedPayee() || timestamps.reserved().isPresent();
    }

    /** @throws Problem why it failed */
    public Payment requireNotFailed() {
        if (failure.isPresent()) {
            throw about(failure.get().problem()).with("correlation_id", correlationId);
        }
        return this;
    }

    /**
     * The payment as its first request returned it, without later captures and refunds; itself while it is CREATED or
     * FAILED.
     */
    public Payment asFirstReturned() {
        if (timestamps.reserved().isPresent()) {
            return as(
                    PaymentStatus.RESERVED,
                    captured.minus(captured),
                    timestamps.reserved().get());
        }
        return status.hasReachedPayee() ? asCaptured() : this;
    }

    /** The payment as its capture returned it, without later refunds; itself if the payee never received it. */
    public Payment asCaptured() {
        return status.hasReachedPayee()
                ? as(PaymentStatus.COMPLETED, captured, timestamps.ended().orElseThrow())
                : this;
    }

    /** Adds this payment's id to the problem. */
    public Problem about(Problem problem) {
        return problem.with("payment_id", id.toString());
    }

    private Payment as(PaymentStatus then, Money capturedThen, Instant at) {
        var ended = then == PaymentStatus.RESERVED ? Optional.<Instant>empty() : timestamps.ended();
        return new Payment(
                id,
                request,
                then,
                plan,
                Optional.empty(),
                capturedThen,
                Money.zero(request.target()),
                Optional.empty(),
                Optional.empty(),
                correlationId,
                new PaymentTimestamps(timestamps.created(), timestamps.planned(), timestamps.reserved(), ended, at),
                version);
    }

    private Payment resolve(HoldResolution decided, Instant now) {
        return next().resolution(Optional.of(decided))
                .at(timestamps.updated(now))
                .make();
    }

    private void requireReserved() {
        if (status != PaymentStatus.RESERVED) {
            throw statusConflict();
        }
        if (isBeingResolved()) {
            throw about(PaymentError.REQUEST_IN_PROGRESS.problem("The hold is being captured or released."));
        }
    }

    private Problem statusConflict() {
        return about(PaymentError.STATUS_CONFLICT.problem());
    }

    private PaymentChange next() {
        return new PaymentChange(this, status);
    }

    private PaymentChange to(PaymentCommand command) {
        return new PaymentChange(this, status.after(command).orElseThrow(this::statusConflict));
    }
}
