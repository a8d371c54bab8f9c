package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A payment's life, step by step, oldest first. It follows from what is kept of the payment and its refunds.
 *
 * @param retryable whether asking for the same again may succeed; only of a payment that failed
 */
public record Timeline(Payment payment, List<Step> steps, Optional<Boolean> retryable) {

    /**
     * @param name "created", "planned", "reserved", "completed", "failed", "cancelled", "expired", "hold_expiring",
     *     "refund_created", "refund_completed", "refund_failed"
     * @param words what happened, for the payer
     * @param amount what it is about, if it is about an amount
     * @param posting of the ledger, if money moved or was set aside
     * @param transfers of that posting
     * @param event the type of the event that told of it
     */
    public record Step(
            Instant at,
            String name,
            String words,
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
        steps.add(plain(payment.milestones().created(), "created", "The payment was asked for.", "created"));
    }

    private static void planned(Payment payment, List<Step> steps) {
        payment.plan().ifPresent(plan -> {
            String price = plan.exchanges()
                    ? "%s costs %s, at %s%s."
                            .formatted(plan.target(), plan.source(), plan.rate().toPlainString(), quoted(payment))
                    : "The payer pays %s.".formatted(plan.source());
            steps.add(new Step(
                    payment.milestones().planned().orElseThrow(),
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
        payment.milestones().reserved().ifPresent(at -> {
            var first = PostingPlan.ofBeginning(payment);
            var source = payment.plan().orElseThrow().source();
            steps.add(posted(
                    at,
                    "reserved",
                    "%s is set aside until %s."
                            .formatted(source, payment.holdEnds().orElseThrow()),
                    source,
                    first));
        });
    }

    private static void ended(Payment payment, List<Step> steps) {
        payment.milestones().ended().ifPresent(at -> {
            switch (payment.status()) {
                case FAILED ->
                    steps.add(
                            plain(at, "failed", payment.failure().orElseThrow().words(), "failed"));
                case CANCELLED -> steps.add(freed(payment, at, "cancelled", "It was called off; nothing was paid."));
                case EXPIRED ->
                    steps.add(
                            freed(payment, at, "expired", "Nobody captured it in time; the payer has the money back."));
                default ->
                    steps.add(posted(
                            at,
                            "completed",
                            "The payee has %s.".formatted(payment.captured()),
                            payment.captured(),
                            PostingPlan.of(payment)));
            }
        });
    }

    /** Where the ledger was not asked, or let the hold go by itself, there is no posting of ours. */
    private static Step freed(Payment payment, Instant at, String name, String words) {
        return payment.ending().isEmpty()
                ? plain(at, name, words, name)
                : posted(at, name, words, payment.plan().orElseThrow().source(), PostingPlan.of(payment));
    }

    private static void refunded(Payment payment, Refund refund, List<Step> steps) {
        steps.add(ofRefund(
                refund, refund.createdAt(), "refund_created", "A refund of " + refund.amount() + " was asked for."));
        if (refund.status() == RefundStatus.COMPLETED) {
            var plan = PostingPlan.of(payment, refund);
            steps.add(new Step(
                    refund.updatedAt(),
                    "refund_completed",
                    "The payer has " + refund.plan().orElseThrow().returned() + " back.",
                    Optional.of(refund.amount()),
                    Optional.of(plan.postingId()),
                    transfers(plan),
                    Optional.empty(),
                    Optional.of(refund.id())));
        }
        refund.failure()
                .ifPresent(reason -> steps.add(ofRefund(refund, refund.updatedAt(), "refund_failed", reason.words())));
    }

    private static Step ofRefund(Refund refund, Instant at, String name, String words) {
        return new Step(
                at,
                name,
                words,
                Optional.of(refund.amount()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(refund.id()));
    }

    private static Step posted(Instant at, String name, String words, Money amount, PostingPlan plan) {
        return new Step(
                at,
                name,
                words,
                Optional.of(amount),
                Optional.of(plan.postingId()),
                transfers(plan),
                Optional.of(name),
                Optional.empty());
    }

    private static Step plain(Instant at, String name, String words, String event) {
        return new Step(
                at, name, words, Optional.empty(), Optional.empty(), List.of(), Optional.of(event), Optional.empty());
    }

    private static List<UUID> transfers(PostingPlan plan) {
        return plan.legs().stream().map(PostingPlan.Leg::transferId).toList();
    }
}
