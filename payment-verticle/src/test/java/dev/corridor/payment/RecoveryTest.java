package dev.corridor.payment;

import static dev.corridor.payment.TestDatabase.await;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.kit.store.Outbox;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Samples;
import dev.corridor.payment.peers.LedgerBooks;
import dev.corridor.payment.store.Payments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What recovery does while there is no ledger: it decides only what can be decided without one. */
class RecoveryTest {
    private static TestDatabase database;
    private static TestIssuer issuer;
    private static Payments paymentsOfTheDying;
    private static Payments payments;
    private static Recovery recovery;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        issuer = TestIssuer.start();
        var tokens = new ServiceTokens(
                database.vertx(),
                TokenSettings.from(Settings.of(issuer.environment())),
                Clock.systemUTC(),
                Scope.LEDGER_ADMIN);
        var noLedger = ServiceClient.connect(database.vertx(), "ledger", List.of(new HostPort("127.0.0.1", 1)));
        paymentsOfTheDying = new Payments(database.database(), Duration.ZERO);
        payments = new Payments(database.database(), Duration.ofHours(1));
        var settlement = new Settlement(
                database.database(), payments, new LedgerBooks(noLedger, tokens), new Outbox(), Clock.systemUTC());
        recovery = new Recovery(payments, settlement, new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        issuer.close();
        database.close();
    }

    @Test
    void a_payment_that_nothing_was_decided_for_has_failed_and_its_key_is_free() {
        var left = insert(adaPaysBlaise("k-unplanned", usd("5")));

        await(onContext(recovery::finishAll));

        var found = stored(left);
        assertThat(found.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(found.failure()).hasValue(PaymentError.INTERRUPTED);
        assertThat(await(payments.byKey(found.request().caller(), "k-unplanned")))
                .isEmpty();
        assertThat(database.events(left.id())).containsExactly("failed");
    }

    @Test
    void a_payment_that_the_ledger_may_have_posted_waits_for_the_ledger() {
        var left = insert(adaPaysBlaise("k-planned", usd("5")));
        await(paymentsOfTheDying.update(left.planned(Plan.withinOneCurrency(BLAISE.toString(), usd("5")), NOON)));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> await(onContext(recovery::finishAll)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PaymentError.PAYMENT_PENDING));

        assertThat(stored(left).status()).isEqualTo(PaymentStatus.CREATED);
        assertThat(stored(left).plan()).isPresent();
        assertThat(database.events(left.id())).isEmpty();
    }

    private static Payment insert(PaymentRequest request) {
        var payment = Samples.created(request);
        assertThat(await(paymentsOfTheDying.insert(database.database().pool(), payment)))
                .isTrue();
        return payment;
    }

    private static Payment stored(Payment payment) {
        return await(payments.byId(payment.id())).orElseThrow();
    }

    /** Recovery belongs to a verticle, whose context it uses. */
    private static <T> Future<T> onContext(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        database.vertx().runOnContext(running -> work.get().onComplete(done));
        return done.future();
    }
}
