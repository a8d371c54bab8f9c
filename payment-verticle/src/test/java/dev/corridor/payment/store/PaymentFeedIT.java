package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.query.FeedCursor;
import dev.corridor.payment.events.PaymentEvents;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentFeedIT {
    private static final Duration LEASE = Duration.ofHours(1);

    private TestDatabase database;
    private StoredPayments payments;
    private PaymentFeed feed;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        payments = new StoredPayments(database.vertx(), database.database(), LEASE);
        feed = payments.store().feed();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A new payment, one of yesterday, and one from a process whose clock is an hour ahead. */
    @ParameterizedTest
    @ValueSource(longs = {0, -86_400, 3_600})
    void payer_and_payee_get_a_change_of_a_payment_of_any_age(long ageSeconds) {
        var begun = now().plusSeconds(ageSeconds);
        var written = insert(begun);
        var before = settled();

        complete(payments, written).await();

        assertThat(changes(ADA, before)).extracting(Payment::status).containsOnly(PaymentStatus.COMPLETED);
        assertThat(changes(BLAISE, before)).extracting(Payment::id).containsOnly(written.id());
        assertThat(changes(ADA, settled())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -86_400})
    void a_payee_gets_no_change_before_the_payment_concerns_them(long ageSeconds) {
        var before = settled();

        insert(now().plusSeconds(ageSeconds));

        assertThat(changes(ADA, before)).hasSize(1);
        assertThat(changes(BLAISE, before)).isEmpty();
    }

    /** Another session holds a payment's row while later payments are written: the cursor waits for the change behind it. */
    @ParameterizedTest
    @ValueSource(longs = {0, -86_400})
    void a_change_that_commits_late_is_told_late(long ageSeconds) {
        var delayed = insert(now().plusSeconds(ageSeconds));
        var before = settled();
        var other = database.connectOnce();
        var session = other.pool().getConnection().await();
        session.begin().await();
        session.query("select from payment where id = '%s' for update".formatted(delayed.id()))
                .execute()
                .await();

        var completed = complete(new StoredPayments(database.vertx(), database.database(), LEASE), delayed);
        await().until(() -> count("select count(*) from pg_locks where not granted") == 1);
        var later = insert(now());

        assertThat(changes(ADA, before)).extracting(Payment::id).containsExactly(later.id());
        assertThat(settled().position()).isEqualTo(before.position());
        assertThat(takeMissing()).as("positions of batches in flight").isZero();

        session.query("commit").execute().await();
        assertThat(completed.await()).isTrue();
        assertThat(changes(ADA, before))
                .filteredOn(payment -> payment.status() == PaymentStatus.COMPLETED)
                .extracting(Payment::id)
                .containsExactly(delayed.id());
        assertThat(changes(ADA, settled())).isEmpty();
        other.close().await();
    }

    @Test
    void a_batch_that_was_rolled_back_holds_the_cursor_only_until_its_position_is_taken() {
        var before = settled();
        count("select nextval('payment_batch_position_seq')");
        var later = insert(now());

        assertThat(settled().position()).isEqualTo(before.position());
        assertThat(changes(ADA, before)).extracting(Payment::id).containsExactly(later.id());
        assertThat(payments.store().batches().takeMissing(Duration.ofHours(1)).await())
                .isZero();
        assertThat(takeMissing()).isEqualTo(1);
        assertThat(settled().position()).isEqualTo(before.position() + 2);
    }

    @Test
    void batches_are_deleted_up_to_the_settled_one() {
        insert(now());
        insert(now());
        var settled = settled();
        count("select nextval('payment_batch_position_seq')");
        insert(now());

        assertThat(payments.store().batches().deleteSettled().await()).isEqualTo(2);
        assertThat(settled()).isEqualTo(settled);
        assertThat(changes(ADA, settled)).hasSize(1);
    }

    @Test
    void a_cursor_returns_what_it_was_made_of() {
        var cursor = new FeedCursor(UUID.randomUUID(), 7, UUID.randomUUID(), now());

        assertThat(cursor.text()).hasSizeLessThanOrEqualTo(64);
        assertThat(FeedCursor.parse(cursor.text())).isEqualTo(cursor);
        for (var text : List.of("", "1000", "%", cursor.text() + "AAAA")) {
            assertThatExceptionOfType(Problem.class).isThrownBy(() -> FeedCursor.parse(text));
        }
    }

    private FeedCursor settled() {
        var settled = payments.store().batches().settled(0).await();
        return new FeedCursor(feed.epoch().await(), settled.position(), FeedCursor.WHOLE_BATCH, settled.begunAt());
    }

    private int takeMissing() {
        return payments.store()
                .batches()
                .takeMissing(Duration.ZERO)
                .otherwise(0)
                .await();
    }

    private List<Payment> changes(UUID user, FeedCursor after) {
        return feed.after(after, Set.of(user.toString())).await().changes().stream()
                .map(PaymentFeed.Change::payment)
                .toList();
    }

    private static Future<Boolean> complete(StoredPayments worker, Payment planned) {
        var completed = planned.applyOutcome(PostingOutcome.POSTED, now());
        return worker.onLoop(() -> worker.store().writer().update(completed, PaymentEvents.statusReached(completed)));
    }

    private Payment insert(Instant begun) {
        var request = adaPaysBlaise("k-" + begun, usd("5"));
        var newId = Ids.timeOrdered(Clock.fixed(begun, ZoneOffset.UTC), new Random(1));
        var planned = Payment.create(newId.get(), request, "correlation-1", begun)
                .planned(Plan.withinOneCurrency(BLAISE.toString(), request.amount()), begun);
        assertThat(payments.insert(planned).await()).isTrue();
        return planned;
    }

    private long count(String sql) {
        return database.database()
                .pool()
                .query(sql)
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
