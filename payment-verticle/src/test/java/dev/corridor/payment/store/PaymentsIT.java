package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.JPY;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPays;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.value.Ids;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.Page;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentFilter;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.events.PaymentEvents;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentsIT {
    private static final Supplier<UUID> NEW_ID = Ids.timeOrdered(Clock.systemUTC(), new Random(1));

    private static TestDatabase database;
    private static StoredPayments payments;
    /** Their payments can be taken up by somebody else at once. */
    private static StoredPayments paymentsOfTheDying;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        payments = new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
        paymentsOfTheDying = new StoredPayments(database.vertx(), database.database(), Duration.ZERO);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void nothing_is_left_to_recover() {
        while (!payments.payments().takeUnfinished().await().isEmpty()) {
            // Leased for an hour now.
        }
    }

    @Test
    void a_payment_is_read_as_it_was_written() {
        var request = PaymentRequest.payment(
                ADA, Optional.of("k-read"), new Payee("@blaise"), usd("90.00"), Optional.of(JPY), "lunch");
        var created = insert(payments, request);
        assertThat(stored(created)).isEqualTo(created);

        var planned = created.planned(
                new Plan(BLAISE.toString(), Money.parse("14000", "JPY"), usd("90.00"), new BigDecimal("0.006428500")),
                NOON);
        assertThat(payments.update(planned).await()).isTrue();
        assertThat(stored(created)).isEqualTo(planned);

        var completed = planned.settle(PostingOutcome.POSTED, NOON.plusSeconds(1));
        assertThat(payments.update(completed).await()).isTrue();
        assertThat(stored(created)).isEqualTo(completed);
    }

    @Test
    void of_a_hundred_requests_with_one_key_one_is_written() {
        var request = adaPaysBlaise("k-hundred", usd("5"));
        var inserts = IntStream.range(0, 100)
                .mapToObj(i -> payments.insert(created(request)))
                .toList();

        assertThat(Future.all(inserts).await().<Boolean>list())
                .filteredOn(written -> written)
                .hasSize(1);
    }

    @Test
    void a_repeat_does_not_keep_those_beside_it_from_being_written_and_told_of() {
        insert(payments, adaPaysBlaise("k-beside-0", usd("5")));
        var asked = IntStream.of(9, 0, 1, 2, 3)
                .mapToObj(number -> created(adaPaysBlaise("k-beside-" + number, usd("5"))))
                .toList();

        // The first goes alone; what comes while it is written is a batch, which begins with a repeat.
        var inserts = payments.onLoop(() -> Future.all(asked.stream()
                        .map(payment -> payments.writer().insert(payment, PaymentEvents.statusReached(payment)))
                        .toList()))
                .await();

        assertThat(inserts.<Boolean>list()).containsExactly(true, false, true, true, true);
        assertThat(asked.stream().map(payment -> database.events(payment.id()).size()))
                .containsExactly(1, 0, 1, 1, 1);
    }

    @Test
    void the_same_key_of_another_caller_is_another_key() {
        insert(payments, PaymentRequest.topUp("bank", Optional.of("k-shared"), Payee.person(ADA), usd("5"), ""));
        insert(payments, PaymentRequest.topUp("other", Optional.of("k-shared"), Payee.person(ADA), usd("5"), ""));

        assertThat(payments.keys().find("bank", "k-shared").await()).isPresent();
        assertThat(payments.keys().find("third", "k-shared").await()).isEmpty();
    }

    @Test
    void a_key_answers_with_the_request_it_belongs_to() {
        var created = insert(payments, adaPaysBlaise("k-known", usd("5")));

        var kept = payments.keys().find(ADA.toString(), "k-known").await().orElseThrow();

        assertThat(kept.payment()).isEqualTo(created.id());
        assertThat(kept.use()).isEqualTo(created.request().keyUse().orElseThrow());
    }

    @Test
    void a_failure_that_frees_the_key_lets_a_repeat_be_written() {
        var request = adaPaysBlaise("k-freed", usd("5"));
        var failed = insert(payments, request).fail(PaymentError.SERVICE_UNAVAILABLE, NOON);
        assertThat(payments.onLoop(() -> payments.writer()
                                .updateAndFree(failed, request.keyUse(), PaymentEvents.statusReached(failed)))
                        .await())
                .isTrue();

        assertThat(payments.insert(created(request)).await()).isTrue();
        assertThat(stored(failed)).isEqualTo(failed);
    }

    @Test
    void of_two_changes_to_the_same_version_one_is_written() {
        var planned = planned(insert(payments, adaPaysBlaise("k-fence", usd("5"))));
        assertThat(payments.update(planned).await()).isTrue();

        assertThat(payments.update(planned.settle(PostingOutcome.POSTED, NOON)).await())
                .isTrue();
        assertThat(payments.update(planned.settle(refused(), NOON)).await()).isFalse();
    }

    @Test
    void a_payment_is_taken_up_when_its_lease_is_over_and_not_before() {
        insert(payments, adaPaysBlaise("k-leased", usd("5")));
        var lapsed = insert(paymentsOfTheDying, adaPaysBlaise("k-lapsed", usd("5")));

        assertThat(payments.payments().takeUnfinished().await())
                .extracting(Payment::id)
                .containsExactly(lapsed.id());
        assertThat(payments.payments().takeUnfinished().await()).isEmpty();
    }

    @Test
    void who_lost_the_lease_changes_nothing_any_more() {
        var lapsed = insert(paymentsOfTheDying, adaPaysBlaise("k-lost", usd("5")));
        var taken = payments.payments().takeUnfinished().await().get(0);

        assertThat(payments.update(planned(lapsed)).await()).isFalse();
        assertThat(payments.update(planned(taken)).await()).isTrue();
    }

    @Test
    void many_recoveries_at_once_never_take_the_same_payment() {
        var lapsed = Stream.generate(() -> insert(paymentsOfTheDying, adaPays(Payee.MERCHANT, usd("5"))))
                .limit(20)
                .toList();
        var takes =
                Stream.generate(payments.payments()::takeUnfinished).limit(40).toList();

        var taken = Future.all(takes).await().<List<Payment>>list().stream().flatMap(List::stream);

        assertThat(taken)
                .extracting(Payment::id)
                .doesNotHaveDuplicates()
                .isSubsetOf(lapsed.stream().map(Payment::id).toList());
    }

    @Test
    void all_that_were_written_together_are_taken_up_a_few_at_a_time() {
        var lapsed = Stream.generate(() -> created(adaPays(Payee.MERCHANT, usd("5"))))
                .limit(70)
                .toList();
        paymentsOfTheDying
                .onLoop(() -> Future.all(lapsed.stream()
                        .map(each -> paymentsOfTheDying.writer().insert(each, PaymentEvents.statusReached(each)))
                        .toList()))
                .await();
        var finished = lapsed.get(33).fail(PaymentError.INTERRUPTED, NOON);
        paymentsOfTheDying.update(finished).await();

        var taken = new ArrayList<UUID>();
        for (var some = payments.payments().takeUnfinished().await();
                !some.isEmpty();
                some = payments.payments().takeUnfinished().await()) {
            assertThat(some).hasSizeLessThanOrEqualTo(20);
            some.forEach(each -> taken.add(each.id()));
        }

        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(lapsed.stream()
                        .map(Payment::id)
                        .filter(id -> !id.equals(finished.id()))
                        .toList());
    }

    @Test
    void a_payment_whose_lease_was_renewed_is_left_to_who_renewed_it() {
        var lapsed = insert(paymentsOfTheDying, adaPays(Payee.MERCHANT, usd("5")));
        payments.update(planned(lapsed)).await();

        assertThat(payments.payments().takeUnfinished().await()).isEmpty();
    }

    @Test
    void a_finished_payment_is_never_taken_up() {
        var planned = planned(insert(paymentsOfTheDying, adaPays(Payee.MERCHANT, usd("5"))));
        paymentsOfTheDying.update(planned).await();
        paymentsOfTheDying.update(planned.settle(PostingOutcome.POSTED, NOON)).await();

        assertThat(payments.payments().takeUnfinished().await()).isEmpty();
    }

    @Test
    void pages_show_each_payment_once_newest_first() {
        var person = UUID.randomUUID();
        var sent = Stream.generate(() -> insert(payments, paymentOf(person)))
                .limit(7)
                .toList();
        var newestFirst = sent.stream().map(Payment::id).toList();

        var first = page(person, Optional.empty());
        var second = page(person, first.nextCursor());
        var third = page(person, second.nextCursor());

        var shown = Stream.of(first, second, third)
                .flatMap(page -> page.payments().stream().map(Payment::id));
        assertThat(shown.toList()).containsExactlyElementsOf(reversed(newestFirst));
        assertThat(third.nextCursor()).isEmpty();
    }

    @Test
    void what_one_receives_is_listed_once_it_has_arrived() {
        var person = UUID.randomUUID();
        var request = adaPays(Payee.person(person), usd("5"));
        var arrived = planned(insert(payments, request));
        payments.update(arrived).await();
        var refused = planned(insert(payments, request));
        payments.update(refused).await();

        payments.update(arrived.settle(PostingOutcome.POSTED, NOON)).await();
        payments.update(refused.settle(refused(), NOON)).await();

        assertThat(page(person, Optional.empty()).payments())
                .extracting(Payment::id)
                .containsExactly(arrived.id());
    }

    @Test
    void the_service_itself_cannot_delete_a_payment() {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> database.database()
                        .pool()
                        .query("delete from payment")
                        .execute()
                        .await())
                .satisfies(refused -> assertThat(refused.getSqlState()).isEqualTo("42501"));
    }

    private static Payment insert(StoredPayments into, PaymentRequest request) {
        var payment = created(request);
        assertThat(into.insert(payment).await()).isTrue();
        return payment;
    }

    private static Payment created(PaymentRequest request) {
        return Payment.create(NEW_ID.get(), request, "correlation-1", NOON);
    }

    private static Payment planned(Payment payment) {
        return payment.planned(
                Plan.withinOneCurrency(
                        payment.payee().orElseThrow(), payment.request().amount()),
                NOON);
    }

    private static PostingOutcome refused() {
        return PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS);
    }

    private static PaymentRequest paymentOf(UUID person) {
        return PaymentRequest.payment(person, Optional.empty(), Payee.MERCHANT, usd("5"), Optional.empty(), "");
    }

    private static Payment stored(Payment payment) {
        return payments.payments().byId(payment.id()).await().orElseThrow();
    }

    private static Page page(UUID person, Optional<String> cursor) {
        return Page.of(
                payments.payments()
                        .before(Page.start(cursor), person.toString(), PaymentFilter.ALL, 3 + 1)
                        .await(),
                3);
    }

    private static List<UUID> reversed(List<UUID> ids) {
        return IntStream.range(0, ids.size())
                .mapToObj(i -> ids.get(ids.size() - 1 - i))
                .toList();
    }
}
