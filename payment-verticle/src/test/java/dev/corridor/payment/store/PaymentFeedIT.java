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
        feed = new PaymentFeed(database.database());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Of a payment that has just begun, of one of yesterday, and of one whose maker's clock is ahead by an hour. */
    @ParameterizedTest
    @ValueSource(longs = {0, -86_400, 3_600})
    void payer_and_payee_are_told_of_a_change_whenever_the_payment_began(long seconds) {
        var begun = now().plusSeconds(seconds);
        var written = insert(begun);
        var before = feed.now().await();

        var settled = written.settle(PostingOutcome.POSTED, now());
        assertThat(payments.onLoop(() -> payments.writer().update(settled, PaymentEvents.statusReached(settled)))
                        .await())
                .isTrue();

        assertThat(told(ADA, before)).extracting(Payment::status).containsOnly(PaymentStatus.COMPLETED);
        assertThat(told(BLAISE, before)).extracting(Payment::id).containsOnly(written.id());
        assertThat(told(ADA, feed.now().await())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -86_400})
    void a_payee_is_not_told_of_what_has_not_reached_them(long seconds) {
        var before = feed.now().await();

        insert(now().plusSeconds(seconds));

        assertThat(told(ADA, before)).hasSize(1);
        assertThat(told(BLAISE, before)).isEmpty();
    }

    private List<Payment> told(UUID person, Instant since) {
        return feed.since(since, Set.of(person.toString())).await().changes().stream()
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
