package dev.corridor.payment.usecase;

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
import dev.corridor.kit.grpc.PeerSettings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.payment.StoredPayments;
import dev.corridor.payment.TestDatabase;
import dev.corridor.payment.client.PeerClients;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Samples;
import dev.corridor.payment.store.PaymentStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Recovery without a reachable ledger: it decides only what needs no ledger. */
class PaymentRecoveryIT {
    private static TestDatabase database;
    private static TestIssuer issuer;
    private static StoredPayments crashed;
    private static final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private static PaymentStore store;
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
        crashed = new StoredPayments(database.vertx(), database.database(), Duration.ZERO);
        store = PaymentStore.of(database.database(), Duration.ofHours(1), Duration.ofHours(48));
        var unreachable = PeerSettings.of(List.of(new HostPort("127.0.0.1", 1)));
        var peers = PeerClients.connect(database.vertx(), unreachable, unreachable, unreachable, tokens);
        var useCases = PaymentUseCases.of(peers, store, Clock.systemUTC());
        recovery = new PaymentRecovery(store.unfinished(), useCases.execution(), useCases.refundExecution(), metrics);
    }

    @AfterAll
    static void close() {
        issuer.close();
        database.close();
    }

    @Test
    void a_payment_without_a_plan_fails_and_releases_its_key() {
        var left = insert(adaPaysBlaise("k-unplanned", usd("5")));

        onContext(recovery::finishBatch).await();

        var found = stored(left);
        assertThat(found.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(found.failure()).hasValue(PaymentError.INTERRUPTED);
        assertThat(store.keys().find(found.request().caller(), "k-unplanned").await())
                .isEmpty();
        assertThat(database.events(left.id())).containsExactly("created", "failed");
    }

    @Test
    void the_payments_of_a_stall_are_finished_in_batches_and_counted_down() {
        var left = IntStream.range(0, 600)
                .mapToObj(number -> Samples.created(adaPaysBlaise("k-stall-" + number, usd("5"))))
                .toList();
        crashed.insertTogether(left);

        int batches = 1;
        while (onContext(recovery::finishBatch).await()) {
            batches++;
        }

        assertThat(batches).isBetween(2, 4);
        assertThat(store.payments()
                        .byIds(left.stream().map(Payment::id).toList())
                        .await())
                .hasSize(600)
                .extracting(Payment::failure)
                .containsOnly(Optional.of(PaymentError.INTERRUPTED));
        assertThat(metrics.get("corridor.payment.recovery.backlog").gauge().value())
                .isZero();
    }

    @Test
    void a_planned_payment_waits_for_the_ledger() {
        var left = insert(adaPaysBlaise("k-planned", usd("5")));
        crashed.update(left.planned(Plan.withinOneCurrency(BLAISE.toString(), usd("5")), NOON))
                .await();

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> onContext(recovery::finishBatch).await())
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PaymentError.PAYMENT_PENDING));

        assertThat(stored(left).status()).isEqualTo(PaymentStatus.CREATED);
        assertThat(stored(left).plan()).isPresent();
        assertThat(database.events(left.id())).containsExactly("created");
    }

    private static Payment insert(PaymentRequest request) {
        var payment = Samples.created(request);
        assertThat(crashed.insert(payment).await()).isTrue();
        return payment;
    }

    private static Payment stored(Payment payment) {
        return store.payments().byId(payment.id()).await().orElseThrow();
    }

    /** Runs work on an event loop, as a verticle does. */
    private static <T> Future<T> onContext(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        database.vertx().runOnContext(running -> work.get().onComplete(done));
        return done.future();
    }
}
