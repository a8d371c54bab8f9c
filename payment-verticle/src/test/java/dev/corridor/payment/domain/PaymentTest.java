package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPays;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.created;
import static dev.corridor.payment.domain.Samples.planned;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {

    @Test
    void a_change_raises_the_version_and_keeps_the_request() {
        var request = adaPaysBlaise("key-1", usd("5"));
        var completed = planned(request, usd("5")).applyOutcome(PostingOutcome.POSTED, NOON.plusSeconds(2));

        assertThat(completed.version()).isEqualTo(3);
        assertThat(completed.status()).isEqualTo(PaymentStatus.COMPLETED);
        assertThat(completed.request()).isEqualTo(request);
        assertThat(completed.timestamps().created()).isEqualTo(NOON);
    }

    @Test
    void a_refused_payment_keeps_its_idempotency_key() {
        var failed = created(adaPaysBlaise("key-1", usd("5"))).fail(PaymentError.INSUFFICIENT_FUNDS, NOON);

        assertThat(failed.request().idempotencyKey()).hasValue("key-1");
    }

    @Test
    void a_failure_of_a_service_releases_the_idempotency_key() {
        var failed = created(adaPaysBlaise("key-1", usd("5"))).fail(PaymentError.SERVICE_UNAVAILABLE, NOON);

        assertThat(failed.request().idempotencyKey()).isEmpty();
        assertThat(failed.status()).isEqualTo(PaymentStatus.FAILED);
    }

    @Test
    void a_planned_payment_fails_only_by_the_ledgers_refusal() {
        var planned = planned(adaPaysBlaise("key-1", usd("5")), usd("5"));

        assertProblem(PaymentError.STATUS_CONFLICT, () -> planned.fail(PaymentError.INTERRUPTED, NOON));
        assertThat(planned.applyOutcome(PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS), NOON)
                        .failure())
                .hasValue(PaymentError.INSUFFICIENT_FUNDS);
        assertThat(planned.applyOutcome(PostingOutcome.POSTED, NOON).status()).isEqualTo(PaymentStatus.COMPLETED);
    }

    @Test
    void a_payment_completes_only_with_a_plan_and_is_planned_once() {
        var created = created(adaPaysBlaise("key-1", usd("5")));
        var plan = Plan.withinOneCurrency(BLAISE.toString(), usd("5"));

        assertProblem(PaymentError.STATUS_CONFLICT, () -> created.applyOutcome(PostingOutcome.POSTED, NOON));
        assertProblem(
                PaymentError.STATUS_CONFLICT, () -> created.planned(plan, NOON).planned(plan, NOON));
    }

    @Property
    void an_ended_payment_accepts_no_outcome(@ForAll PostingOutcomes first, @ForAll PostingOutcomes second) {
        var ended = planned(adaPaysBlaise("key-1", usd("5")), usd("5")).applyOutcome(first.outcome, NOON);

        assertProblem(PaymentError.STATUS_CONFLICT, () -> ended.applyOutcome(second.outcome, NOON));
    }

    @Test
    void a_failed_payment_is_visible_to_its_payer_only() {
        var failed = planned(adaPaysBlaise("key-1", usd("5")), usd("5"))
                .applyOutcome(PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS), NOON);

        assertThat(failed.isVisibleTo(ADA.toString())).isTrue();
        assertThat(failed.isVisibleTo(BLAISE.toString())).isFalse();
    }

    @Test
    void a_completed_payment_is_visible_to_payer_and_payee_only() {
        var completed = planned(adaPaysBlaise("key-1", usd("5")), usd("5")).applyOutcome(PostingOutcome.POSTED, NOON);

        assertThat(completed.isVisibleTo(ADA.toString())).isTrue();
        assertThat(completed.isVisibleTo(BLAISE.toString())).isTrue();
        assertThat(completed.isVisibleTo(UUID.randomUUID().toString())).isFalse();
    }

    @Test
    void a_username_becomes_a_user_id_with_the_plan() {
        var request = adaPays(new Payee("@blaise"), usd("5"));

        assertThat(created(request).payee()).isEmpty();
        assertThat(planned(request, usd("5")).payee()).hasValue(BLAISE.toString());
        assertThat(created(adaPays(Payee.MERCHANT, usd("5"))).payee()).hasValue("house");
    }

    @Test
    void a_failure_carries_the_payments_id() {
        var failed = created(adaPaysBlaise("key-1", usd("5"))).fail(PaymentError.SAME_PERSON, NOON);

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(failed::requireNotFailed)
                .satisfies(problem -> assertThat(problem.extensions())
                        .containsEntry("payment_id", failed.id().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-0.01"})
    void an_amount_that_is_not_positive_is_refused(String amount) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> adaPaysBlaise("key-1", usd(amount)))
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo("amount_invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blaise", "@", "@Blaise", "@bl aise", "01900000", "@bla\u0000ise"})
    void an_impossible_user_id_or_username_is_not_found(String payee) {
        assertProblem(PaymentError.PAYEE_NOT_FOUND, () -> new Payee(payee));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "caf\u00e9", "tab\t"})
    void an_idempotency_key_with_other_than_visible_ascii_is_refused(String key) {
        assertProblem(PaymentError.IDEMPOTENCY_KEY_INVALID, () -> adaPaysBlaise(key, usd("5")));
    }

    @Test
    void a_reference_is_one_line_of_at_most_140_characters() {
        assertProblem(PaymentError.REFERENCE_INVALID, () -> withReference("a".repeat(141)));
        assertProblem(PaymentError.REFERENCE_INVALID, () -> withReference("two\nlines"));
        assertThat(withReference("a".repeat(140)).reference()).hasSize(140);
    }

    @Test
    void a_top_up_needs_a_user() {
        assertProblem(PaymentError.PAYEE_NOT_FOUND, () -> Samples.topUp(Payee.MERCHANT, usd("5")));
    }

    @Test
    void an_idempotency_key_has_at_most_255_characters() {
        assertThat(adaPaysBlaise("k".repeat(255), usd("5")).idempotencyKey()).isPresent();
        assertProblem(PaymentError.IDEMPOTENCY_KEY_INVALID, () -> adaPaysBlaise("k".repeat(256), usd("5")));
    }

    @Test
    void a_refusal_says_what_was_wrong_and_the_limit() {
        var paid =
                Samples.planned(adaPaysBlaise("key-1", usd("5")), usd("5")).applyOutcome(PostingOutcome.POSTED, NOON);
        var beingRefunded = paid.beginRefund(ADA, usd("1"), NOON);

        assertDetail(() -> paid.beginRefund(ADA, usd("5.01"), NOON), "5.01 USD", "5.00 USD");
        assertDetail(() -> beingRefunded.beginRefund(BLAISE, usd("1"), NOON), "refund", "one at a time");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(beingRefunded::requireRefundable)
                .satisfies(problem -> assertThat(problem.detail()).doesNotContain("key"));
    }

    private static void assertDetail(Runnable attempt, String... parts) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(attempt::run)
                .satisfies(problem -> assertThat(problem.detail()).contains(parts));
    }

    /** Both decisions of the ledger. */
    enum PostingOutcomes {
        POSTED(PostingOutcome.POSTED),
        REFUSED(PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS));

        private final PostingOutcome outcome;

        PostingOutcomes(PostingOutcome outcome) {
            this.outcome = outcome;
        }
    }

    private static PaymentRequest withReference(String reference) {
        return PaymentRequest.payment(ADA, Optional.empty(), Payee.MERCHANT, usd("5"), Optional.empty(), reference);
    }

    private static void assertProblem(PaymentError expected, Runnable attempt) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(attempt::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(expected));
    }
}
