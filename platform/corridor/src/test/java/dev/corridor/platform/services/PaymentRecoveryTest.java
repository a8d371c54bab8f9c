package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.money.Money;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.DatabaseSettings;
import dev.corridor.kit.store.Outbox;
import dev.corridor.ledger.LedgerService;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.payment.Recovery;
import dev.corridor.payment.Settlement;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.PostingPlan;
import dev.corridor.payment.peers.LedgerBooks;
import dev.corridor.payment.store.Payments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a crash of the payment service leaves between its steps is finished, once, with a real ledger. */
class PaymentRecoveryTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Supplier<UUID> NEW_ID = Ids.timeOrdered(Clock.systemUTC(), new SecureRandom());

    private static ServiceRuntime runtime;
    private static TestIssuer issuer;
    private static ServiceClient ledger;
    private static LedgerBooks books;
    private static Database database;
    private static Payments paymentsOfTheDead;
    private static Payments payments;

    private final UUID payer = UUID.randomUUID();
    private final UUID payee = UUID.randomUUID();

    @BeforeAll
    static void start() {
        runtime = ServiceRuntime.start();
        issuer = TestIssuer.start();
        int ledgerPort = Ports.free();
        var ledgerEnvironment = environment("ledger");
        ledgerEnvironment.put("HTTP_PORT", Integer.toString(Ports.free()));
        ledgerEnvironment.put("GRPC_PORT", Integer.toString(ledgerPort));
        ledgerEnvironment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        var paymentDatabase = DatabaseSettings.from(Settings.of(environment("payment")));
        await(Future.all(
                new LedgerService().deploy(runtime, Settings.of(ledgerEnvironment)),
                Database.migrate(runtime.vertx(), paymentDatabase, "payment")));

        ledger = ServiceClient.connect(runtime.vertx(), "ledger", List.of(new HostPort(Ports.LOOPBACK, ledgerPort)));
        var tokens = new ServiceTokens(
                runtime.vertx(),
                TokenSettings.from(Settings.of(issuer.environment())),
                Clock.systemUTC(),
                Scope.LEDGER_ADMIN);
        books = new LedgerBooks(ledger, tokens);
        database = Database.connect(runtime.vertx(), paymentDatabase);
        paymentsOfTheDead = new Payments(database, Duration.ZERO);
        payments = new Payments(database, Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        await(database.close());
        await(runtime.vertx().close());
        issuer.close();
    }

    @Test
    void killed_before_the_ledger_heard_of_it() {
        topUp("100.00");
        var left = left("40.00");

        recover(1);

        assertThat(stored(left).status()).isEqualTo(PaymentStatus.COMPLETED);
        assertThat(wallet(payer)).hasValue("60.00");
        assertThat(wallet(payee)).hasValue("40.00");
    }

    @Test
    void killed_after_the_ledger_posted_it() {
        topUp("100.00");
        var left = left("40.00");
        assertThat(await(books.post(PostingPlan.of(left)))).isEqualTo(PostingOutcome.POSTED);

        recover(1);

        assertThat(stored(left).status()).isEqualTo(PaymentStatus.COMPLETED);
        assertThat(wallet(payer)).hasValue("60.00");
        assertThat(wallet(payee)).hasValue("40.00");
    }

    @Test
    void killed_with_more_to_pay_than_the_wallet_holds() {
        topUp("39.99");
        var left = left("40.00");

        recover(1);

        assertThat(stored(left).failure()).hasValue(PaymentError.INSUFFICIENT_FUNDS);
        assertThat(wallet(payer)).hasValue("39.99");
    }

    @Test
    void what_a_hundred_killed_workers_left_is_finished_once_by_several_processes() {
        topUp("100.00");
        for (int i = 0; i < 100; i++) {
            left("1.00");
        }

        recover(4);

        assertThat(wallet(payer)).hasValue("0.00");
        assertThat(wallet(payee)).hasValue("100.00");
        assertThat(await(payments.before(new UUID(-1, -1), payer.toString(), 101)))
                .hasSize(100)
                .allMatch(payment -> payment.status() == PaymentStatus.COMPLETED);
    }

    private void topUp(String amount) {
        var request =
                PaymentRequest.topUp("bank", Optional.empty(), Payee.person(payer), Money.parse(amount, "USD"), "");
        assertThat(await(books.post(PostingPlan.of(planned(request))))).isEqualTo(PostingOutcome.POSTED);
    }

    /** A payment with its plan kept, whose worker is no more. */
    private Payment left(String amount) {
        var request = PaymentRequest.payment(
                payer, Optional.empty(), Payee.person(payee), Money.parse(amount, "USD"), Optional.empty(), "");
        var planned = planned(request);
        var created = Payment.create(planned.id(), request, planned.correlationId(), NOON);
        await(paymentsOfTheDead.insert(database.pool(), created));
        await(paymentsOfTheDead.update(planned));
        return planned;
    }

    private static Payment planned(PaymentRequest request) {
        var plan = Plan.withinOneCurrency(request.payee().id().orElseThrow(), request.amount());
        return Payment.create(NEW_ID.get(), request, "test-correlation", NOON).planned(plan, NOON);
    }

    /** @param processes recovering at the same time */
    private static void recover(int processes) {
        var settlement = new Settlement(database, payments, books, new Outbox(), Clock.systemUTC());
        var rounds = Stream.generate(
                        () -> onContext(new Recovery(payments, settlement, new SimpleMeterRegistry())::finishAll))
                .limit(processes)
                .toList();
        await(Future.all(rounds));
    }

    private static Payment stored(Payment payment) {
        return await(payments.byId(payment.id())).orElseThrow();
    }

    /** What the person's one wallet holds. */
    private static Optional<String> wallet(UUID person) {
        var request =
                ListAccountsRequest.newBuilder().setOwner(person.toString()).build();
        var accounts =
                await(ledger.call(LedgerServiceGrpcClient.ListAccounts, request, issuer.token("test", "ledger:admin")));
        return accounts.getAccountsList().stream()
                .map(account -> account.getBalance().getAmount())
                .findFirst();
    }

    private static Map<String, String> environment(String service) {
        var environment = new HashMap<>(TestServers.shared().freshDatabase(service));
        environment.putAll(issuer.environment());
        return environment;
    }

    private static <T> Future<T> onContext(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        runtime.vertx().getOrCreateContext().runOnContext(running -> work.get().onComplete(done));
        return done.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
