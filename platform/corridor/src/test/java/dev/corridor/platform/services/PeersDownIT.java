package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentProcesses.FOREX;
import static dev.corridor.platform.services.PaymentProcesses.LEDGER;
import static dev.corridor.platform.services.PaymentProcesses.PROFILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.platform.services.KillableServers.KillableServer;
import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import dev.corridor.platform.services.RetryingPaymentClient.Response;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Payments while a service or server is killed, refuses connections or does not respond, and after it has recovered. */
class PeersDownIT {
    /** More requests than the circuit breaker needs to open. */
    private static final int CONCURRENT_PAYMENTS = 30;

    /** Codes that say that nothing was paid, or that the payment service will finish the payment itself. */
    private static final Set<String> TEMPORARY_FAILURES =
            Set.of("service_unavailable", "unavailable", "payment_pending");

    private static PaymentProcesses services;
    private static Map<String, FaultProxy> proxies;
    private static ServiceProcess payment;
    private static RetryingPaymentClient client;
    private static User payer;
    private static User payee;

    /** Outage of a service or server, with its begin and end. */
    private record Outage(String name, Runnable begin, Runnable end) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        services = new PaymentProcesses(folder);
        proxies = PaymentProcesses.PEERS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        peer -> FaultProxy.to(
                                Ports.LOOPBACK, services.peer(peer).grpcPort())));
        payment = services.startPayment(
                proxies.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, proxy -> proxy.getValue()
                        .port())));
        client = services.clientOf(payment);
        payer = services.user("USD");
        payee = services.user("USD");
        client.sendUntilFinal(services.topUp(payer, "100000.00", "USD")).await();
        client.sendUntilFinal(inOneCurrency()).await();
        client.sendUntilFinal(acrossCurrencies()).await();
    }

    @AfterAll
    static void stop() {
        proxies.values().forEach(FaultProxy::close);
        services.close();
    }

    private static Stream<Outage> outagesOf(String peer) {
        return Stream.of(
                new Outage(peer + " killed", services.peer(peer)::kill, services.peer(peer)::start),
                new Outage(peer + " refusing connections", proxies.get(peer)::refuse, proxies.get(peer)::heal),
                new Outage(peer + " not responding", proxies.get(peer)::stall, proxies.get(peer)::heal));
    }

    private static Stream<Outage> outagesOf(String name, KillableServer<?> server) {
        return Stream.of(
                new Outage(name + " killed", server::kill, server::start),
                new Outage(name + " not responding", server::suspend, server::resume));
    }

    static Stream<Outage> neededByEveryPayment() {
        var postgresql = services.servers().postgresql();
        return Stream.of(
                        outagesOf(PROFILE),
                        outagesOf(LEDGER),
                        Stream.of(new Outage("PostgreSQL killed", postgresql::kill, postgresql::start)))
                .flatMap(Function.identity());
    }

    static Stream<Outage> neededByConversions() {
        return outagesOf(FOREX);
    }

    static Stream<Outage> neededByNoPayment() {
        return outagesOf("Kafka", services.servers().kafka());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neededByEveryPayment")
    void without_its_dependencies_a_payment_is_refused_with_retry_after(Outage outage) {
        var refused = inOneCurrency();

        outage.begin().run();
        assertTemporaryFailure(client.send(refused).await());
        outage.end().run();

        assertThat(client.sendUntilFinal(refused).await().status()).isEqualTo(201);
        assertThat(client.sendUntilFinal(acrossCurrencies()).await().status()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neededByConversions")
    void without_prices_payments_in_one_currency_complete(Outage outage) {
        var conversion = acrossCurrencies();

        outage.begin().run();
        assertTemporaryFailure(client.send(conversion).await());
        assertThat(client.send(inOneCurrency()).await().status()).isEqualTo(201);
        outage.end().run();

        assertThat(client.sendUntilFinal(conversion).await().status()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neededByNoPayment")
    void without_kafka_all_payments_complete(Outage outage) {
        outage.begin().run();
        var within = client.send(inOneCurrency()).await();
        var across = client.send(acrossCurrencies()).await();
        outage.end().run();

        assertThat(within.status()).as("%s", within).isEqualTo(201);
        assertThat(across.status()).as("%s", across).isEqualTo(201);
    }

    @Test
    void calls_to_an_unresponsive_service_open_the_circuit_breaker() {
        double opened = changes("open");
        double closed = changes("closed");

        proxies.get(PROFILE).stall();
        Future.all(IntStream.range(0, CONCURRENT_PAYMENTS)
                        .mapToObj(each -> client.send(inOneCurrency()))
                        .toList())
                .await()
                .<Response>list()
                .forEach(PeersDownIT::assertTemporaryFailure);
        // A payer is answered at the deadline, and the breaker counts the call a moment later.
        await().untilAsserted(() -> assertThat(changes("open")).isGreaterThan(opened));
        proxies.get(PROFILE).heal();

        assertThat(client.sendUntilFinal(inOneCurrency()).await().status()).isEqualTo(201);
        assertThat(changes("closed")).isGreaterThan(closed);
    }

    static Stream<Outage> outagesOfOneAddress() {
        return Stream.of(
                new Outage("dead", () -> each(FaultProxy::refuse), () -> each(FaultProxy::heal)),
                new Outage("not responding", () -> each(FaultProxy::stall), () -> each(FaultProxy::heal)));
    }

    private static void each(Consumer<FaultProxy> change) {
        proxies.values().forEach(change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outagesOfOneAddress")
    void no_payer_notices_that_one_of_two_addresses_of_every_peer_is_away(Outage outage) {
        var redundant = services.clientOf(services.startPaymentWithTwoAddresses(
                proxies.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, proxy -> proxy.getValue()
                        .port()))));
        var payments = new ArrayList<Future<Response>>();
        payments.add(redundant.sendUntilFinal(acrossCurrencies()));
        Future.all(payments).await();

        for (int call = 0; call < CONCURRENT_PAYMENTS; call++) {
            payments.add(redundant.send(acrossCurrencies()));
            if (call == CONCURRENT_PAYMENTS / 3) {
                outage.begin().run();
            }
            payments.add(redundant.send(inOneCurrency()));
        }
        Future.all(payments).await();
        payments.add(redundant.send(acrossCurrencies()));
        Future.all(payments).await();
        outage.end().run();

        assertThat(payments).extracting(each -> each.result().status()).containsOnly(201);
    }

    private static void assertTemporaryFailure(Response response) {
        assertThat(response.status()).as("%s", response).isEqualTo(503);
        assertThat(response.code()).isIn(TEMPORARY_FAILURES);
        assertThat(response.retryAfter()).isNotNull();
    }

    private static Order inOneCurrency() {
        return services.payment(payer, payee, "1.00", "USD");
    }

    private static Order acrossCurrencies() {
        return services.payment(payer, payee, "1.00", "EUR");
    }

    /** Number of times that the circuit breaker of the profile service changed to that state. */
    private static double changes(String state) {
        String counter = "corridor_rpc_breaker_changes_total{service=\"profile\",state=\"" + state + "\"} ";
        return client.metrics()
                .await()
                .lines()
                .filter(line -> line.startsWith(counter))
                .mapToDouble(line -> Double.parseDouble(line.substring(counter.length())))
                .sum();
    }
}
