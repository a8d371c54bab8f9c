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

import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.value.Ids;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.query.PaymentFilter;
import dev.corridor.payment.domain.query.PaymentPage;
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
    private static final QueryCursor QUERY = QueryCursor.of("payments");

    private static final Supplier<UUID> NEW_ID = Ids.timeOrdered(Clock.systemUTC(), new Random(1));

    private static TestDatabase database;
    private static StoredPayments payments;
    /** Leases of this worker expire at once, as if it had crashed. */
    private static StoredPayments crashed;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        payments = new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
        crashed = new StoredPayments(database.vertx(), database.database(), Duration.ZERO);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void lease_all_unfinished_payments() {
        while (!payments.takeUnfinished().isEmpty()) {
            // They are leased for an hour.
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

        var completed = planned.applyOutcome(PostingOutcome.POSTED, NOON.plusSeconds(1));
        assertThat(payments.update(completed).await()).isTrue();
        assertThat(stored(created)).isEqualTo(completed);
    }

    @Test
    void of_a_hundred_requests_with_one_key_one_is_inserted() {
        var request = adaPaysBlaise("k-hundred", usd("5"));
        var inserts = IntStream.range(0, 100)
                .mapToObj(i -> payments.insert(created(request)))
                .toList();

        assertThat(Future.all(inserts).await().<Boolean>list())
                .filteredOn(written -> written)
                .hasSize(1);
    }

    @Test
    void a_repeat_does_not_affect_the_other_payments_of_its_batch() {
        insert(payments, adaPaysBlaise("k-beside-0", usd("5")));
        var given = IntStream.of(9, 0, 1, 2, 3)
                .mapToObj(number -> created(adaPaysBlaise("k-beside-" + number, usd("5"))))
                .toList();

        // The first is inserted alone; the others form a batch, which begins with a repeat.
        var inserts = payments.insertTogether(given);

        assertThat(inserts).containsExactly(true, false, true, true, true);
        assertThat(given.stream().map(payment -> database.events(payment.id()).size()))
                .containsExactly(1, 0, 1, 1, 1);
    }

    @Test
    void the_same_key_of_another_caller_is_another_key() {
        insert(payments, PaymentRequest.topUp("bank", Optional.of("k-shared"), Payee.user(ADA), usd("5"), ""));
        insert(payments, PaymentRequest.topUp("other", Optional.of("k-shared"), Payee.user(ADA), usd("5"), ""));

        assertThat(payments.store().keys().find("bank", "k-shared").await()).isPresent();
        assertThat(payments.store().keys().find("third", "k-shared").await()).isEmpty();
    }

    @Test
    void a_key_is_found_with_its_request() {
        var created = insert(payments, adaPaysBlaise("k-known", usd("5")));

        var stored =
                payments.store().keys().find(ADA.toString(), "k-known").await().orElseThrow();

        assertThat(stored.payment()).isEqualTo(created.id());
        assertThat(stored.request())
                .isEqualTo(IdempotentRequest.of(created.request()).orElseThrow());
    }

    @Test
    void a_retryable_failure_releases_the_key_for_a_repeat() {
        var request = adaPaysBlaise("k-freed", usd("5"));
        var failed = insert(payments, request).fail(PaymentError.SERVICE_UNAVAILABLE, NOON);
        assertThat(payments.onLoop(() -> payments.store()
                                .writer()
                                .updateAndRelease(
                                        failed, IdempotentRequest.of(request), PaymentEvents.statusReached(failed)))
                        .await())
                .isTrue();

        assertThat(payments.insert(created(request)).await()).isTrue();
        assertThat(stored(failed)).isEqualTo(failed);
    }

    @Test
    void of_two_changes_of_one_version_one_is_written() {
        var planned = planned(insert(payments, adaPaysBlaise("k-fence", usd("5"))));
        assertThat(payments.update(planned).await()).isTrue();

        assertThat(payments.update(planned.applyOutcome(PostingOutcome.POSTED, NOON))
                        .await())
                .isTrue();
        assertThat(payments.update(planned.applyOutcome(refused(), NOON)).await())
                .isFalse();
    }

    @Test
    void a_payment_is_taken_once_its_lease_has_expired() {
        insert(payments, adaPaysBlaise("k-leased", usd("5")));
        var expired = insert(crashed, adaPaysBlaise("k-expired", usd("5")));

        assertThat(payments.takeUnfinished()).extracting(Payment::id).containsExactly(expired.id());
        assertThat(payments.takeUnfinished()).isEmpty();
    }

    @Test
    void a_worker_that_lost_its_lease_changes_nothing() {
        var expired = insert(crashed, adaPaysBlaise("k-lost", usd("5")));
        var taken = payments.takeUnfinished().get(0);

        assertThat(payments.update(planned(expired)).await()).isFalse();
        assertThat(payments.update(planned(taken)).await()).isTrue();
    }

    @Test
    void concurrent_recoveries_never_take_the_same_payment() {
        var expired = Stream.generate(() -> insert(crashed, adaPays(Payee.MERCHANT, usd("5"))))
                .limit(20)
                .toList();
        var takes = Stream.generate(() -> payments.store().unfinished().take())
                .limit(40)
                .toList();

        var taken = Future.all(takes).await().<UnfinishedPayments.Taken>list().stream()
                .flatMap(each -> each.payments().stream());

        assertThat(taken)
                .extracting(Payment::id)
                .doesNotHaveDuplicates()
                .isSubsetOf(expired.stream().map(Payment::id).toList());
    }

    @Test
    void the_payments_of_a_stall_are_taken_in_batches() {
        var expired = Stream.generate(() -> created(adaPays(Payee.MERCHANT, usd("5"))))
                .limit(1_200)
                .toList();
        crashed.insertTogether(expired);
        var finished = expired.get(33).fail(PaymentError.INTERRUPTED, NOON);
        crashed.update(finished).await();

        var taken = new ArrayList<UUID>();
        for (var some = payments.takeUnfinished(); !some.isEmpty(); some = payments.takeUnfinished()) {
            assertThat(some).hasSizeBetween(100, 500);
            some.forEach(each -> taken.add(each.id()));
        }

        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(expired.stream()
                        .map(Payment::id)
                        .filter(id -> !id.equals(finished.id()))
                        .toList());
    }

    @Test
    void a_payment_with_a_renewed_lease_is_not_taken() {
        var expired = insert(crashed, adaPays(Payee.MERCHANT, usd("5")));
        payments.update(planned(expired)).await();

        assertThat(payments.takeUnfinished()).isEmpty();
    }

    @Test
    void a_finished_payment_is_never_taken() {
        var planned = planned(insert(crashed, adaPays(Payee.MERCHANT, usd("5"))));
        crashed.update(planned).await();
        crashed.update(planned.applyOutcome(PostingOutcome.POSTED, NOON)).await();

        assertThat(payments.takeUnfinished()).isEmpty();
    }

    @Test
    void pages_show_each_payment_once_newest_first() {
        var user = UUID.randomUUID();
        var sent = Stream.generate(() -> insert(payments, paymentOf(user)))
                .limit(7)
                .toList();
        var newestFirst = sent.stream().map(Payment::id).toList();

        var first = page(user, Optional.empty());
        var second = page(user, first.nextCursor());
        var third = page(user, second.nextCursor());

        var shown = Stream.of(first, second, third)
                .flatMap(page -> page.payments().stream().map(Payment::id));
        assertThat(shown.toList()).containsExactlyElementsOf(reversed(newestFirst));
        assertThat(third.nextCursor()).isEmpty();
    }

    @Test
    void a_received_payment_is_listed_once_it_has_arrived() {
        var user = UUID.randomUUID();
        var request = adaPays(Payee.user(user), usd("5"));
        var arrived = planned(insert(payments, request));
        payments.update(arrived).await();
        var refused = planned(insert(payments, request));
        payments.update(refused).await();

        payments.update(arrived.applyOutcome(PostingOutcome.POSTED, NOON)).await();
        payments.update(refused.applyOutcome(refused(), NOON)).await();

        assertThat(page(user, Optional.empty()).payments())
                .extracting(Payment::id)
                .containsExactly(arrived.id());
    }

    @Test
    void the_service_role_cannot_delete_a_payment() {
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

    private static PaymentRequest paymentOf(UUID user) {
        return PaymentRequest.payment(user, Optional.empty(), Payee.MERCHANT, usd("5"), Optional.empty(), "");
    }

    private static Payment stored(Payment payment) {
        return payments.store().payments().byId(payment.id()).await().orElseThrow();
    }

    private static PaymentPage page(UUID user, Optional<String> cursor) {
        return PaymentPage.of(
                QUERY,
                payments.store()
                        .payments()
                        .before(PaymentPage.start(QUERY, cursor), user.toString(), PaymentFilter.ALL, 3 + 1)
                        .await(),
                3);
    }

    private static List<UUID> reversed(List<UUID> ids) {
        return IntStream.range(0, ids.size())
                .mapToObj(i -> ids.get(ids.size() - 1 - i))
                .toList();
    }
}
