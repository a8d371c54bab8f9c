package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.PaymentModel.AMOUNT;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.EUR;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.USD;
import static dev.corridor.payment.domain.Samples.adaPays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.PaymentModel.Action;
import dev.corridor.payment.domain.PaymentStatus.Transition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Random sequences of actions on a payment, compared with {@link PaymentModel}. Statistics require that the sequences
 * reach every status and every refusal.
 */
class PaymentModelTest {
    private static final PaymentError[] REFUSALS = {
        PaymentError.STATUS_CONFLICT,
        PaymentError.REQUEST_IN_PROGRESS,
        PaymentError.HOLD_EXPIRED,
        PaymentError.CAPTURE_INVALID,
        PaymentError.REFUND_EXCEEDS_CAPTURED
    };

    private record Step(Action action, long amount, int seconds) {
        Optional<Money> money() {
            return amount == 0 ? Optional.empty() : Optional.of(new Money(amount, USD));
        }
    }

    /** A payment and its refund in flight. */
    private static final class Life {
        private final boolean exchanges;
        private Payment payment;
        private Optional<Refund> refund = Optional.empty();
        private Instant now = NOON;
        private long returned;

        Life(boolean held, boolean exchanges) {
            this.exchanges = exchanges;
            var request = adaPays(Payee.user(BLAISE), new Money(AMOUNT, USD));
            var hold = held ? Optional.of(PaymentModel.HOLD) : Optional.<Duration>empty();
            payment =
                    Samples.created(request.withTerms(PaymentTerms.defaults(USD).withHold(hold)));
        }

        /** Takes one step and returns the error that refused it. */
        Optional<PaymentError> take(Step step) {
            now = now.plusSeconds(step.seconds());
            try {
                payment = next(step);
                return Optional.empty();
            } catch (Problem refusal) {
                return Optional.of((PaymentError) refusal.code());
            }
        }

        private Payment next(Step step) {
            return switch (step.action()) {
                case PLAN -> payment.planned(plan(), now);
                case LEDGER_POSTS -> payment.applyOutcome(PostingOutcome.POSTED, now);
                case LEDGER_REFUSES -> payment.applyOutcome(refused(PaymentError.INSUFFICIENT_FUNDS), now);
                case LEDGER_HAS_RELEASED_THE_HOLD -> payment.applyOutcome(refused(PaymentError.HOLD_EXPIRED), now);
                case FAIL -> payment.fail(PaymentError.SERVICE_UNAVAILABLE, now);
                case CAPTURE -> payment.capture(UUID.randomUUID(), step.money(), now);
                case CANCEL -> payment.cancel(UUID.randomUUID(), now);
                case EXPIRE -> payment.expire(UUID.randomUUID(), now);
                case REFUND -> beginRefund(step.money());
                case LEDGER_POSTS_REFUND -> endRefund(PostingOutcome.POSTED);
                case LEDGER_REFUSES_REFUND -> endRefund(refused(PaymentError.INSUFFICIENT_FUNDS));
            };
        }

        private Plan plan() {
            var target = new Money(AMOUNT, USD);
            return exchanges
                    ? new Plan(BLAISE.toString(), new Money(2_917, EUR), target, new BigDecimal("0.3428"))
                    : Plan.withinOneCurrency(BLAISE.toString(), target);
        }

        private Payment beginRefund(Optional<Money> amount) {
            var refundable = payment.requireRefundable();
            var created = Refund.create(
                    UUID.randomUUID(),
                    payment.id(),
                    "blaise",
                    Optional.empty(),
                    amount.orElseGet(payment::refundable),
                    "",
                    "correlation-1",
                    now);
            var begun = refundable.beginRefund(created.id(), created.amount(), now);
            refund = Optional.of(created.planned(refundPlan(created.amount()), now));
            return begun;
        }

        private RefundPlan refundPlan(Money amount) {
            return exchanges
                    ? RefundPlan.exchanged(
                            RefundPolicy.ORIGINAL_RATE, plan(), payment.refunded(), amount, new Money(1, EUR))
                    : RefundPlan.withinOneCurrency(amount);
        }

        private Payment endRefund(PostingOutcome outcome) {
            var ended =
                    refund.orElseThrow(PaymentError.STATUS_CONFLICT::problem).applyOutcome(outcome, now);
            var after = payment.endRefund(ended);
            refund = Optional.empty();
            if (ended.status() == RefundStatus.COMPLETED) {
                returned += ended.plan().orElseThrow().returned().minorUnits();
            }
            return after;
        }

        private static PostingOutcome refused(PaymentError reason) {
            return PostingOutcome.refused(reason);
        }

        /** The part of the source that the captured amount costs. */
        long spent() {
            return payment.plan()
                    .map(plan -> plan.sourceOf(payment.captured()).minorUnits())
                    .orElse(0L);
        }
    }

    @Property(tries = 3_000)
    void every_action_has_the_result_that_the_model_predicts(
            @ForAll boolean held, @ForAll boolean exchanges, @ForAll("steps") List<Step> steps) {
        var life = new Life(held, exchanges);
        var model = new PaymentModel(held);
        for (var step : steps) {
            var before = life.payment;
            var refusal = life.take(step);

            assertThat(refusal)
                    .as("%s in %s", step, before)
                    .isEqualTo(model.apply(step.action(), step.amount(), life.now));
            assertThat(life.payment.status()).isEqualTo(model.status());
            assertThat(life.payment.captured().minorUnits()).isEqualTo(model.captured());
            assertThat(life.payment.refunded().minorUnits()).isEqualTo(model.refunded());
            if (life.payment.status() != before.status()) {
                assertThat(PaymentStatus.TRANSITIONS)
                        .anyMatch(row -> leads(row, before.status(), life.payment.status()));
            }
            assertThat(life.payment.version() - before.version()).isEqualTo(refusal.isPresent() ? 0 : 1);
            refusal.ifPresent(error -> Statistics.label("refusals").collect(error));
            Statistics.label("statuses").collect(life.payment.status());
        }
        requireCoverage();
    }

    private static void requireCoverage() {
        Statistics.label("refusals").coverage(coverage -> Arrays.stream(REFUSALS)
                .forEach(error -> coverage.check(error).count(count -> count >= 10)));
        Statistics.label("statuses").coverage(coverage -> Arrays.stream(PaymentStatus.values())
                .forEach(status -> coverage.check(status).count(count -> count >= 10)));
    }

    @Property(tries = 3_000)
    void refunds_return_at_most_what_was_spent(
            @ForAll boolean held, @ForAll boolean exchanges, @ForAll("steps") List<Step> steps) {
        var life = new Life(held, exchanges);
        for (var step : steps) {
            life.take(step);
            var payment = life.payment;
            assertThat(payment.refunded().minorUnits())
                    .isBetween(0L, payment.captured().minorUnits());
            assertThat(payment.captured().minorUnits()).isBetween(0L, AMOUNT);
            assertThat(life.returned).isLessThanOrEqualTo(life.spent());
            assertThat(payment.captured().isPositive())
                    .isEqualTo(payment.status().hasReachedPayee());
        }
        if (life.payment.status() == PaymentStatus.REFUNDED) {
            assertThat(life.returned).isEqualTo(life.spent());
        }
        Statistics.label("refunded").collect(life.returned > 0);
        Statistics.label("refunded").coverage(coverage -> coverage.check(true).percentage(share -> share > 5.0));
    }

    @Property(tries = 2_000)
    void the_first_result_stays_the_same_whatever_happens_to_the_payment(
            @ForAll boolean held, @ForAll boolean exchanges, @ForAll("steps") List<Step> steps) {
        var life = new Life(held, exchanges);
        life.take(new Step(Action.PLAN, 0, 0));
        life.take(new Step(Action.LEDGER_POSTS, 0, 1));
        var first = content(life.payment.asFirstReturned());
        var before = life.payment.status();

        steps.forEach(life::take);

        assertThat(content(life.payment.asFirstReturned())).isEqualTo(first);
        Statistics.label("changed").collect(life.payment.status() != before);
        Statistics.label("changed").coverage(coverage -> coverage.check(true).percentage(share -> share > 10.0));
    }

    /** The fields that a response shows. */
    private static List<Object> content(Payment payment) {
        return List.of(
                payment.status(),
                payment.plan(),
                payment.captured(),
                payment.refunded(),
                payment.failure(),
                payment.timestamps().updated());
    }

    private static boolean leads(Transition row, PaymentStatus from, PaymentStatus to) {
        return row.from() == from && row.to() == to;
    }

    /** Actions that end a payment early are rarer, so that most sequences get far. */
    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(actions(), amounts(), seconds())
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    private static Arbitrary<Action> actions() {
        return Arbitraries.frequency(
                Tuple.of(4, Action.PLAN),
                Tuple.of(6, Action.LEDGER_POSTS),
                Tuple.of(1, Action.LEDGER_REFUSES),
                Tuple.of(1, Action.LEDGER_HAS_RELEASED_THE_HOLD),
                Tuple.of(1, Action.FAIL),
                Tuple.of(4, Action.CAPTURE),
                Tuple.of(1, Action.CANCEL),
                Tuple.of(1, Action.EXPIRE),
                Tuple.of(4, Action.REFUND),
                Tuple.of(4, Action.LEDGER_POSTS_REFUND),
                Tuple.of(1, Action.LEDGER_REFUSES_REFUND));
    }

    private static Arbitrary<Long> amounts() {
        return Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs().between(1, AMOUNT),
                Arbitraries.longs().between(AMOUNT + 1, AMOUNT + 100));
    }

    private static Arbitrary<Integer> seconds() {
        return Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.integers().between(0, 120)),
                Tuple.of(1, Arbitraries.just((int) PaymentModel.HOLD.toSeconds())));
    }
}
