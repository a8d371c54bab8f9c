package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.EUR;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.USD;
import static dev.corridor.payment.domain.Samples.adaPays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.PaymentStatus.Transition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a payment in whatever order, it goes only where the table says, and gives back at most what it took. */
class PaymentModelTest {
    private static final Duration HOLD = Duration.ofMinutes(10);

    /** Something that is done to a payment; one that may not be done is refused by a problem. */
    private enum Deed {
        PLAN((life, amount) -> life.payment.planned(life.plan(), life.now)),
        POST((life, amount) -> life.payment.settle(PostingOutcome.POSTED, life.now)),
        REFUSE((life, amount) ->
                life.payment.settle(PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS), life.now)),
        LAPSE_IN_THE_LEDGER(
                (life, amount) -> life.payment.settle(PostingOutcome.refused(PaymentError.HOLD_EXPIRED), life.now)),
        FAIL((life, amount) -> life.payment.fail(PaymentError.SERVICE_UNAVAILABLE, life.now)),
        CAPTURE((life, amount) -> life.payment.capture(UUID.randomUUID(), amount, life.now)),
        CANCEL((life, amount) -> life.payment.cancel(UUID.randomUUID(), life.now)),
        EXPIRE((life, amount) -> life.payment.expire(UUID.randomUUID(), life.now)),
        REFUND(Life::beginRefund),
        REFUND_POSTED((life, amount) -> life.endRefund(PostingOutcome.POSTED)),
        REFUND_REFUSED((life, amount) -> life.endRefund(PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS)));

        private final BiFunction<Life, Optional<Money>, Payment> change;

        Deed(BiFunction<Life, Optional<Money>, Payment> change) {
            this.change = change;
        }
    }

    private record Step(Deed deed, long amount, int seconds) {}

    /** A payment, its refunds, and what the ledger would have done for it. */
    private static final class Life {
        private final boolean exchanges;
        private Payment payment;
        private Optional<Refund> refund = Optional.empty();
        private Instant now = NOON;
        private long returned;

        Life(boolean held, boolean exchanges) {
            this.exchanges = exchanges;
            var request = adaPays(Payee.person(BLAISE), new Money(1_000, USD));
            payment = Samples.created(
                    request.on(PaymentTerms.plain(USD).holding(held ? Optional.of(HOLD) : Optional.empty())));
        }

        Plan plan() {
            var target = new Money(1_000, USD);
            return exchanges
                    ? new Plan(BLAISE.toString(), new Money(917, EUR), target, new BigDecimal("1.0905"))
                    : Plan.withinOneCurrency(BLAISE.toString(), target);
        }

        Payment beginRefund(Optional<Money> amount) {
            var asked = Refund.create(
                    UUID.randomUUID(),
                    payment.id(),
                    "blaise",
                    Optional.empty(),
                    amount.orElseGet(payment::refundable),
                    "",
                    "correlation-1",
                    now);
            var begun = payment.requireRefundable().beginRefund(asked.id(), asked.amount(), now);
            var worth = new Money(1, EUR);
            refund = Optional.of(asked.planned(
                    exchanges
                            ? RefundPlan.exchanged(
                                    RefundPolicy.ORIGINAL_RATE, plan(), payment.refunded(), asked.amount(), worth)
                            : RefundPlan.withinOneCurrency(asked.amount()),
                    now));
            return begun;
        }

        Payment endRefund(PostingOutcome outcome) {
            var ended =
                    refund.orElseThrow(PaymentError.STATUS_CONFLICT::problem).settle(outcome, now);
            var after = payment.endRefund(ended);
            refund = Optional.empty();
            if (ended.status() == RefundStatus.COMPLETED) {
                returned += ended.plan().orElseThrow().returned().minorUnits();
            }
            return after;
        }

        void live(Step step) {
            now = now.plusSeconds(step.seconds());
            var amount = step.amount() == 0 ? Optional.<Money>empty() : Optional.of(new Money(step.amount(), USD));
            try {
                payment = step.deed().change.apply(this, amount);
            } catch (Problem refused) {
                // It stays as it was.
            }
        }

        long spent() {
            return payment.plan()
                    .map(plan -> plan.sourceOf(payment.captured()).minorUnits())
                    .orElse(0L);
        }
    }

    @Property(tries = 3_000)
    void it_goes_only_where_the_table_says(
            @ForAll boolean held, @ForAll boolean exchanges, @ForAll("lives") List<Step> steps) {
        var life = new Life(held, exchanges);
        for (var step : steps) {
            var before = life.payment;
            life.live(step);
            if (life.payment.status() != before.status()) {
                assertThat(PaymentStatus.TRANSITIONS)
                        .anyMatch(row -> leads(row, before.status(), life.payment.status()));
            }
            assertThat(life.payment.version() - before.version()).isIn(0L, 1L);
        }
    }

    @Property(tries = 3_000)
    void it_gives_back_at_most_what_it_took(
            @ForAll boolean held, @ForAll boolean exchanges, @ForAll("lives") List<Step> steps) {
        var life = new Life(held, exchanges);
        for (var step : steps) {
            life.live(step);
            var payment = life.payment;
            assertThat(payment.refunded().minorUnits())
                    .isBetween(0L, payment.captured().minorUnits());
            assertThat(payment.captured().minorUnits()).isBetween(0L, 1_000L);
            assertThat(life.returned).isLessThanOrEqualTo(life.spent());
            assertThat(payment.captured().isPositive())
                    .isEqualTo(payment.status().hasReachedPayee());
        }
        if (life.payment.status() == PaymentStatus.REFUNDED) {
            assertThat(life.returned).isEqualTo(life.spent());
        }
    }

    @Property(tries = 2_000)
    void its_first_answer_stays_the_same_whatever_is_done_to_it(
            @ForAll boolean held, @ForAll boolean exchanges, @ForAll("lives") List<Step> steps) {
        var life = new Life(held, exchanges);
        life.live(new Step(Deed.PLAN, 0, 0));
        life.live(new Step(Deed.POST, 0, 1));
        var first = content(life.payment.asFirstAnswered());

        steps.forEach(life::live);

        assertThat(content(life.payment.asFirstAnswered())).isEqualTo(first);
    }

    /** All that an answer shows. */
    private static List<Object> content(Payment payment) {
        return List.of(
                payment.status(),
                payment.plan(),
                payment.captured(),
                payment.refunded(),
                payment.failure(),
                payment.milestones().updated());
    }

    private static boolean leads(Transition row, PaymentStatus from, PaymentStatus to) {
        return row.from() == from && row.to() == to;
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        return Combinators.combine(
                        Arbitraries.of(Deed.values()),
                        Arbitraries.oneOf(
                                Arbitraries.just(0L), Arbitraries.longs().between(1, 1_100)),
                        Arbitraries.integers().between(0, 120))
                .as(Step::new)
                .list()
                .ofMaxSize(30);
    }
}
