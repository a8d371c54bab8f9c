package dev.corridor.payment.domain.query;

import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundStatus;
import dev.corridor.payment.domain.posting.PostingPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of a payment, oldest first, derived from the stored payment and its refunds.
 *
 * @param retryable whether the same request may succeed later; present only for a failed payment
 */
public record Timeline(Payment payment, List<Step> steps, Optional<Boolean> retryable) {

    /**
     * One step of a payment.
     *
     * @param name "created", "planned", "reserved", "completed", "failed", "cancelled", "expired", "refund_created",
     *     "refund_completed", "refund_failed"
     * @param message description for the payer
     * @param amount the amount of the step, if it has one
     * @param posting id of the ledger posting, if money was moved or held
     * @param transfers the transfers of that posting
     * @param event the type of the event that was published
     */
    public record Step(
            Instant at,
            String name,
            String message,
            Optional<Money> amount,
            Optional<UUID> posting,
            List<UUID> transfers,
            Optional<String> event,
            Optional<UUID> refund) {}

    public static Timeline of(Payment payment, List<Refund> refunds) {
        var steps = new ArrayList<Step>();
        created(payment, steps);
        planned(payment, steps);
        reserved(payment, steps);
        ended(payment, steps);
        refunds.forEach(refund -> refunded(payment, refund, steps));
        steps.sort(Comparator.comparing(Step::at));
        return new Timeline(payment, steps, payment.failure().map(PaymentError::isRetryable));
    }

    private static void created(Payment payment, List<Step> steps) {
        steps.add(plain(payment.timestamps().created(), "created", "The payment was requested.", "created"));
    }

    private static void planned(Payment payment, List<Step> steps) {
        payment.plan().ifPresent(plan -> {
            String price = plan.exchanges()
                    ? "%s costs %s, at %s%s."
                            .formatted(plan.target(), plan.source(), plan.rate().toPlainString(), quoted(payment))
                    : "The payer pays %s.".formatted(plan.source());
            steps.add(new Step(
                    payment.timestamps().planned().orElseThrow(),
                    "planned",
                    price,
                    Optional.of(plan.source()),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
        });
    }

    private static String quoted(Payment payment) {
        return payment.request()
                .terms()
                .quote()
                .map(quote -> " by quote " + quote)
                .orElse("");
    }

    private static void reserved(Payment payment, List<Step> steps) {
        payment.timestamps().reserved().ifPresent(at -> {
            var first = PostingPlan.first(payment);
            var source = payment.plan().orElseThrow().source();
            steps.add(posted(
                    at,
                    "reserved",
                    "%s is held until %s."
                            .formatted(source, payment.holdExpiresAt().orElseThrow()),
                    source,
                    first));
        });
    }

    private static void ended(Payment payment, List<Step> steps) {
        payment.timestamps().ended().ifPresent(at -> {
            switch (payment.status()) {
                case FAILED ->
                    steps.add(
                            plain(at, "failed", payment.failure().orElseThrow().message(), "failed"));
                case CANCELLED ->
                    steps.add(released(payment, at, "cancelled", "The payment was cancelled; nothing was paid."));
                case EXPIRED ->
                    steps.add(released(payment, at, "expired", "The hold expired and was released; nothing was paid."));
                default ->
                    steps.add(posted(
                            at,
                            "completed",
                            "The payee received %s.".formatted(payment.captured()),
                            payment.captured(),
                            PostingPlan.of(payment)));
            }
        });
    }

    /** A step without a posting if nothing was sent to the ledger, or the ledger released the hold itself. */
    private static Step released(Payment payment, Instant at, String name, String message) {
        return payment.resolution().isEmpty()
                ? plain(at, name, message, name)
                : posted(at, name, message, payment.plan().orElseThrow().source(), PostingPlan.of(payment));
    }

    private static void refunded(Payment payment, Refund refund, List<Step> steps) {
        steps.add(ofRefund(
                refund, refund.createdAt(), "refund_created", "A refund of " + refund.amount() + " was requested."));
        if (refund.status() == RefundStatus.COMPLETED) {
            var plan = PostingPlan.of(payment, refund);
            steps.add(new Step(
                    refund.updatedAt(),
                    "refund_completed",
                    "The payer got " + refund.plan().orElseThrow().returned() + " back.",
                    Optional.of(refund.amount()),
                    Optional.of(plan.postingId()),
                    transfers(plan),
                    Optional.empty(),
                    Optional.of(refund.id())));
        }
        refund.failure()
                .ifPresent(
                        reason -> steps.add(ofRefund(refund, refund.updatedAt(), "refund_failed", reason.message())));
    }

    private static Step ofRefund(Refund refund, Instant at, String name, String message) {
        return new Step(
                at,
                name,
                message,
                Optional.of(refund.amount()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(refund.id()));
    }

    private static Step posted(Instant at, String name, String message, Money amount, PostingPlan plan) {
        return new Step(
                at,
                name,
                message,
                Optional.of(amount),
                Optional.of(plan.postingId()),
                transfers(plan),
                Optional.of(name),
                Optional.empty());
    }

    private static Step plain(Instant at, String name, String message, String event) {
        return new Step(
                at, name, message, Optional.empty(), Optional.empty(), List.of(), Optional.of(event), Optional.empty());
    }

    private static List<UUID> transfers(PostingPlan plan) {
        return plan.legs().stream().map(PostingPlan.Leg::transferId).toList();
    }
}
