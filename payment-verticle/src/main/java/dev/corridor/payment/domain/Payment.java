package dev.corridor.payment.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A payment: what was asked for, what was decided, and what came of it.
 *
 * @param plan from the moment at which the ledger may be posting it
 * @param ending how its hold is being ended, or was
 * @param captured what the payee got, in the target currency
 * @param refunded what of it they gave back
 * @param refund the one that is under way
 * @param failure why it is FAILED
 * @param version 1, rising by one with every change; who writes a change proves by it that nobody else did meanwhile
 */
public record Payment(
        UUID id,
        PaymentRequest request,
        PaymentStatus status,
        Optional<Plan> plan,
        Optional<HoldResolution> ending,
        Money captured,
        Money refunded,
        Optional<UUID> refund,
        Optional<PaymentError> failure,
        PostingIds postingIds,
        String correlationId,
        PaymentTimestamps milestones,
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
                PostingIds.ORDERED,
                correlationId,
                PaymentTimestamps.begin(now),
                1);
    }

    /** Decided, and from now on to be posted until the ledger has answered. */
    public Payment planned(Plan decided, Instant now) {
        if (status != PaymentStatus.CREATED || plan.isPresent()) {
            throw statusConflict();
        }
        return next().plan(decided).at(milestones.planned(now)).make();
    }

    /**
     * Lets go of the idempotency key when the same request may succeed later. That is for payments which no ledger has seen:
     * once there is a plan, only the ledger's refusal fails them.
     */
    public Payment fail(PaymentError reason, Instant now) {
        if (reason.isRetryable() && plan.isPresent()) {
            throw statusConflict();
        }
        return to(PaymentCommand.FAIL)
                .request(reason.isRetryable() ? request.withoutKey() : request)
                .failure(reason)
                .at(milestones.ended(now))
                .make();
    }

    /**
     * Decides that the payee gets their money, whole or in part; the rest is free again.
     *
     * @param ending id of the posting that will do it
     * @param amount in the target currency; empty: all of it
     * @throws Problem status_conflict, hold_expired, capture_invalid, amount_too_small, request_in_progress
     */
    public Payment capture(UUID ending, Optional<Money> amount, Instant now) {
        requireReserved();
        if (!now.isBefore(holdEnds().orElseThrow())) {
            throw about(PaymentError.HOLD_EXPIRED.problem());
        }
        var most = plan.orElseThrow().target();
        var wanted = amount.orElse(most).requirePositive();
        if (!wanted.currency().equals(most.currency()) || wanted.minorUnits() > most.minorUnits()) {
            throw about(PaymentError.CAPTURE_INVALID.problem());
        }
        if (!plan.orElseThrow().sourceOf(wanted).isPositive()) {
            throw about(PaymentError.AMOUNT_TOO_SMALL.problem());
        }
        return ending(new HoldResolution(ending, PaymentCommand.COMPLETE, wanted), now);
    }

    /**
     * Decides that the payer's money is free again; a payment that nothing was decided for has ended at once.
     *
     * @throws Problem status_conflict once it is completed, request_in_progress while something else is being done to it
     */
    public Payment cancel(UUID ending, Instant now) {
        if (status == PaymentStatus.CREATED && plan.isEmpty()) {
            return to(PaymentCommand.CANCEL).at(milestones.ended(now)).make();
        }
        if (status == PaymentStatus.CREATED) {
            throw about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
        requireReserved();
        return ending(new HoldResolution(ending, PaymentCommand.CANCEL, captured), now);
    }

    /** As {@link #cancel}, because the time is up. */
    public Payment expire(UUID ending, Instant now) {
        requireReserved();
        return ending(new HoldResolution(ending, PaymentCommand.EXPIRE, captured), now);
    }

    /** As the ledger decided of what was asked of it last: the posting, the hold, or the end of the hold. */
    public Payment settle(PostingOutcome outcome, Instant now) {
        if (isBeingEnded()) {
            return outcome.refusal()
                    .map(reason -> endingRefused(reason, now))
                    .orElseGet(() -> ended(ending.orElseThrow(), now));
        }
        return outcome.refusal().map(reason -> fail(reason, now)).orElseGet(() -> posted(now));
    }

    private Payment posted(Instant now) {
        if (plan.isEmpty()) {
            throw statusConflict();
        }
        return request.terms().hold().isPresent()
                ? to(PaymentCommand.RESERVE).at(milestones.reserved(now)).make()
                : to(PaymentCommand.COMPLETE)
                        .captured(plan.get().target())
                        .at(milestones.ended(now))
                        .make();
    }

    private Payment ended(HoldResolution decided, Instant now) {
        return to(decided.command())
                .captured(decided.captured())
                .at(milestones.ended(now))
                .make();
    }

    /** The ledger let the hold go by itself, or would not take the money where it should go: then the hold is still there. */
    private Payment endingRefused(PaymentError reason, Instant now) {
        return reason == PaymentError.HOLD_EXPIRED
                ? to(PaymentCommand.EXPIRE)
                        .ending(Optional.empty())
                        .at(milestones.ended(now))
                        .make()
                : next().ending(Optional.empty()).at(milestones.updated(now)).make();
    }

    /**
     * Makes room for a refund: one at a time, and never more than what was captured.
     *
     * @param amount empty: all that is left
     * @throws Problem status_conflict, not_refundable, refund_exceeds_captured, request_in_progress
     */
    public Payment beginRefund(UUID id, Money amount, Instant now) {
        requireRefundable();
        if (!amount.currency().equals(captured.currency())
                || amount.minorUnits() > refundable().minorUnits()) {
            throw about(PaymentError.REFUND_EXCEEDS_CAPTURED.problem());
        }
        return next().refund(Optional.of(id)).at(milestones.updated(now)).make();
    }

    /** What came of the refund that was under way. */
    public Payment endRefund(Refund done) {
        if (!refund.equals(Optional.of(done.id()))) {
            throw statusConflict();
        }
        if (done.status() != RefundStatus.COMPLETED) {
            return next().refund(Optional.empty())
                    .at(milestones.updated(done.updatedAt()))
                    .make();
        }
        boolean all = done.amount().equals(refundable());
        return to(all ? PaymentCommand.REFUND_REST : PaymentCommand.REFUND_PART)
                .refund(Optional.empty())
                .refunded(refunded.plus(done.amount()))
                .at(milestones.updated(done.updatedAt()))
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
            throw about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
        return this;
    }

    /** The same, at its next version: whoever has worked on this one finds out that somebody else does now. */
    public Payment renewed() {
        return next().make();
    }

    /** Whether the end of its hold is decided, and not yet posted as far as anybody knows. */
    public boolean isBeingEnded() {
        return status == PaymentStatus.RESERVED && ending.isPresent();
    }

    /** Whether somebody has to go on with it. */
    public boolean isUnfinished() {
        return status == PaymentStatus.CREATED || isBeingEnded() || refund.isPresent();
    }

    /** What the payee still has of it. */
    public Money refundable() {
        return captured.minus(refunded);
    }

    /** What the payee gets, where that was asked for. */
    public Optional<Money> fixedTarget() {
        return request.fix() == FixedSide.TARGET ? Optional.of(request.amount()) : Optional.empty();
    }

    /** When the hold lapses unless it is ended before. */
    public Optional<Instant> holdEnds() {
        return milestones.planned().flatMap(since -> request.terms().hold().map(since::plus));
    }

    /** When it will have lapsed, while it may. */
    public Optional<Instant> holdLapses() {
        return status == PaymentStatus.CREATED || status == PaymentStatus.RESERVED ? holdEnds() : Optional.empty();
    }

    /**
     * Who takes the quote: every attempt under one idempotency key is the same taker, since only one of them is ever posted, and
     * one whose answer was lost may have taken the quote already.
     */
    public UUID quoteTaker() {
        return request.keyUse().map(IdempotentRequest::id).orElse(id);
    }

    /** Who gets the money, as soon as that is known. */
    public Optional<String> payee() {
        return plan.map(Plan::payee).or(() -> request.payee().id());
    }

    /**
     * To its payer always; to its payee once money was set aside for them, since why somebody could not pay is not for them.
     */
    public boolean isVisibleTo(String userId) {
        return request.payer().equals(userId)
                || isForPayee() && payee().filter(userId::equals).isPresent();
    }

    /** Whether the payee has to do with it. */
    public boolean isForPayee() {
        return status.hasReachedPayee() || milestones.reserved().isPresent();
    }

    /** @throws Problem why it failed */
    public Payment requireNotFailed() {
        if (failure.isPresent()) {
            throw about(failure.get().problem()).with("correlation_id", correlationId);
        }
        return this;
    }

    /** As it was when its first request was answered, whatever has been done to it since; itself while there is no answer. */
    public Payment asFirstAnswered() {
        if (milestones.reserved().isPresent()) {
            return as(
                    PaymentStatus.RESERVED,
                    captured.minus(captured),
                    milestones.reserved().get());
        }
        return status.hasReachedPayee() ? asCaptured() : this;
    }

    /** As it was when its money had just reached the payee; itself if it never has. */
    public Payment asCaptured() {
        return status.hasReachedPayee()
                ? as(PaymentStatus.COMPLETED, captured, milestones.ended().orElseThrow())
                : this;
    }

    /** The problem, with this payment's id in it. */
    public Problem about(Problem problem) {
        return problem.with("payment_id", id.toString());
    }

    private Payment as(PaymentStatus then, Money capturedThen, Instant at) {
        var ended = then == PaymentStatus.RESERVED ? Optional.<Instant>empty() : milestones.ended();
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
                postingIds,
                correlationId,
                new PaymentTimestamps(milestones.created(), milestones.planned(), milestones.reserved(), ended, at),
                version);
    }

    private Payment ending(HoldResolution decided, Instant now) {
        return next().ending(Optional.of(decided)).at(milestones.updated(now)).make();
    }

    private void requireReserved() {
        if (status != PaymentStatus.RESERVED) {
            throw statusConflict();
        }
        if (isBeingEnded()) {
            throw about(PaymentError.REQUEST_IN_PROGRESS.problem());
        }
    }

    private Problem statusConflict() {
        return about(PaymentError.STATUS_CONFLICT.problem());
    }

    private Change next() {
        return new Change(this, status);
    }

    private Change to(PaymentCommand command) {
        return new Change(this, status.after(command).orElseThrow(this::statusConflict));
    }

    /** The payment as it will be; what is not named stays. */
    private static final class Change {
        private final Payment before;
        private final PaymentStatus status;
        private PaymentRequest request;
        private Optional<Plan> plan;
        private Optional<HoldResolution> ending;
        private Money captured;
        private Money refunded;
        private Optional<UUID> refund;
        private Optional<PaymentError> failure;
        private PaymentTimestamps milestones;

        private Change(Payment before, PaymentStatus status) {
            this.before = before;
            this.status = status;
            this.request = before.request;
            this.plan = before.plan;
            this.ending = before.ending;
            this.captured = before.captured;
            this.refunded = before.refunded;
            this.refund = before.refund;
            this.failure = before.failure;
            this.milestones = before.milestones;
        }

        Change request(PaymentRequest changed) {
            request = changed;
            return this;
        }

        Change plan(Plan decided) {
            plan = Optional.of(decided);
            return this;
        }

        Change ending(Optional<HoldResolution> decided) {
            ending = decided;
            return this;
        }

        Change captured(Money amount) {
            captured = amount;
            return this;
        }

        Change refunded(Money amount) {
            refunded = amount;
            return this;
        }

        Change refund(Optional<UUID> underWay) {
            refund = underWay;
            return this;
        }

        Change failure(PaymentError reason) {
            failure = Optional.of(reason);
            return this;
        }

        Change at(PaymentTimestamps reached) {
            milestones = reached;
            return this;
        }

        Payment make() {
            return new Payment(
                    before.id,
                    request,
                    status,
                    plan,
                    ending,
                    captured,
                    refunded,
                    refund,
                    failure,
                    before.postingIds,
                    before.correlationId,
                    milestones,
                    before.version + 1);
        }
    }
}
