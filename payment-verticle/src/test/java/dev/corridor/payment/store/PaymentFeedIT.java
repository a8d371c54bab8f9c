package dev.corridor.payment.store;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Ids;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.events.PaymentEvents;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentFeedIT {
    private TestDatabase database;
    private StoredPayments payments;
    private PaymentFeed feed;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        payments = new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
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
        var before = feed.now().await();

        var completed = written.applyOutcome(PostingOutcome.POSTED, now());
        assertThat(payments.onLoop(() ->
                                payments.store().writer().update(completed, PaymentEvents.statusReached(completed)))
                        .await())
                .isTrue();

        assertThat(changes(ADA, before)).extracting(Payment::status).containsOnly(PaymentStatus.COMPLETED);
        assertThat(changes(BLAISE, before)).extracting(Payment::id).containsOnly(written.id());
        assertThat(changes(ADA, feed.now().await())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -86_400})
    void a_payee_gets_no_change_before_the_payment_concerns_them(long ageSeconds) {
        var before = feed.now().await();

        insert(now().plusSeconds(ageSeconds));

        assertThat(changes(ADA, before)).hasSize(1);
        assertThat(changes(BLAISE, before)).isEmpty();
    }

    private List<Payment> changes(UUID user, Instant since) {
        return feed.since(since, Set.of(user.toString())).await().changes().stream()
                .map(PaymentFeed.Change::payment)
                .toList();
    }

    private Payment insert(Instant begun) {
        var request = adaPaysBlaise("k-" + begun, usd("5"));
        var newId = Ids.timeOrdered(Clock.fixed(begun, ZoneOffset.UTC), new Random(1));
        var planned = Payment.create(newId.get(), request, "correlation-1", begun)
                .planned(Plan.withinOneCurrency(BLAISE.toString(), request.amount()), begun);
        assertThat(payments.insert(planned).await()).isTrue();
        return planned;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
