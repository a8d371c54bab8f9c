package dev.corridor.payment.usecase;

import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.adaPaysBlaise;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.payment.PaymentConfig;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Samples;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.Payments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What recovery does while there is no ledger: it decides only what can be decided without one. */
class PaymentRecoveryIT {
    private static TestDatabase database;
    private static TestIssuer issuer;
    private static StoredPayments paymentsOfTheDying;
    private static Payments payments;
    private static IdempotencyKeys keys;
    private static PaymentRecovery recovery;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        issuer = TestIssuer.start();
        var tokens = new ServiceTokens(
                database.vertx(),
                TokenSettings.from(Settings.of(issuer.environment())),
                Clock.systemUTC(),
                Scope.LEDGER_ADMIN);
        paymentsOfTheDying = new StoredPayments(database.vertx(), database.database(), Duration.ZERO);
        var parts = new PaymentComponents(database.vertx(), withoutOtherServices(), database.database(), tokens);
        payments = parts.payments;
        keys = parts.keys;
        recovery = new PaymentRecovery(payments, parts.settlement, parts.refunds, new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        issuer.close();
        database.close();
    }

    @Test
    void a_payment_that_nothing_was_decided_for_has_failed_and_its_key_is_free() {
        var left = insert(adaPaysBlaise("k-unplanned", usd("5")));

        onContext(recovery::finishAll).await();

        var found = stored(left);
        assertThat(found.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(found.failure()).hasValue(PaymentError.INTERRUPTED);
        assertThat(keys.find(found.request().caller(), "k-unplanned").await()).isEmpty();
        assertThat(database.events(left.id())).containsExactly("created", "failed");
    }

    @Test
    void a_payment_that_the_ledger_may_have_posted_waits_for_the_ledger() {
        var left = insert(adaPaysBlaise("k-planned", usd("5")));
        paymentsOfTheDying
                .update(left.planned(Plan.withinOneCurrency(BLAISE.toString(), usd("5")), NOON))
                .await();

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> onContext(recovery::finishAll).await())
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PaymentError.PAYMENT_PENDING));

        assertThat(stored(left).status()).isEqualTo(PaymentStatus.CREATED);
        assertThat(stored(left).plan()).isPresent();
        assertThat(database.events(left.id())).containsExactly("created");
    }

    private static PaymentConfig withoutOtherServices() {
        var environment = new HashMap<>(database.environment());
        environment.putAll(issuer.environment());
        environment.putAll(Map.of("HTTP_PORT", "1", "GRPC_PORT", "1", "PAYMENT_LEASE", "PT1H"));
        List.of("KAFKA_BOOTSTRAP_SERVERS", "PROFILE_GRPC", "LEDGER_GRPC", "FOREX_GRPC")
                .forEach(key -> environment.put(key, "127.0.0.1:1"));
        return PaymentConfig.from(Settings.of(environment));
    }

    private static Payment insert(PaymentRequest request) {
        var payment = Samples.created(request);
        assertThat(paymentsOfTheDying.insert(payment).await()).isTrue();
        return payment;
    }

    private static Payment stored(Payment payment) {
        return payments.byId(payment.id()).await().orElseThrow();
    }

    /** Recovery belongs to a verticle, whose context it uses. */
    private static <T> Future<T> onContext(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        database.vertx().runOnContext(running -> work.get().onComplete(done));
        return done.future();
    }
}
