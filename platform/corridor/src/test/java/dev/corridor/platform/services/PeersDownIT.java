package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentProcesses.FOREX;
import static dev.corridor.platform.services.PaymentProcesses.LEDGER;
import static dev.corridor.platform.services.PaymentProcesses.PROFILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.platform.services.KillableServers.KillableServer;
import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Answer;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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

/** Something that payments need, or do not need, is away: killed, refusing connections, or silent. Then it is back. */
class PeersDownIT {
    /** More than it takes to find out that a service is away. */
    private static final int CROWD = 30;

    /** Nothing was paid; or that is not known yet, and the payment goes on by itself. */
    private static final Set<String> NOT_NOW = Set.of("service_unavailable", "unavailable", "payment_pending");

    private static PaymentProcesses scene;
    private static Map<String, FaultProxy> ways;
    private static ServiceProcess payment;
    private static RetryingPaymentClient caller;
    private static User payer;
    private static User payee;

    /** How something goes away, and comes back. */
    private record Outage(String name, Runnable begin, Runnable end) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        scene = new PaymentProcesses(folder);
        ways = PaymentProcesses.PEERS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        peer -> FaultProxy.to(Ports.LOOPBACK, scene.peer(peer).grpcPort())));
        payment = scene.startPayment(
                ways.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, way -> way.getValue()
                        .port())));
        caller = scene.callerOf(payment);
        payer = scene.user("USD");
        payee = scene.user("USD");
        caller.untilDecided(scene.topUp(payer, "100000.00", "USD")).await();
        caller.untilDecided(withinOneCurrency()).await();
        caller.untilDecided(acrossCurrencies()).await();
    }

    @AfterAll
    static void stop() {
        ways.values().forEach(FaultProxy::close);
        scene.close();
    }

    private static Stream<Outage> of(String peer) {
        return Stream.of(
                new Outage(peer + " killed", scene.peer(peer)::kill, scene.peer(peer)::start),
                new Outage(peer + " refusing", ways.get(peer)::refuse, ways.get(peer)::heal),
                new Outage(peer + " silent", ways.get(peer)::stall, ways.get(peer)::heal));
    }

    private static Stream<Outage> of(String name, KillableServer<?> server) {
        return Stream.of(
                new Outage(name + " killed", server::kill, server::start),
                new Outage(name + " silent", server::suspend, server::resume));
    }

    static Stream<Outage> whatEveryPaymentNeeds() {
        var postgresql = scene.servers().postgresql();
        return Stream.of(
                        of(PROFILE),
                        of(LEDGER),
                        Stream.of(new Outage("PostgreSQL killed", postgresql::kill, postgresql::start)))
                .flatMap(Function.identity());
    }

    static Stream<Outage> whatOnlyAnExchangeNeeds() {
        return of(FOREX);
    }

    static Stream<Outage> whatNoPaymentNeeds() {
        return Stream.concat(
                of("Redis", scene.servers().redis()),
                of("Kafka", scene.servers().kafka()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatEveryPaymentNeeds")
    void without_what_it_needs_a_payment_is_not_made_and_the_payer_is_told_when_to_come_again(Outage outage) {
        var refused = withinOneCurrency();

        outage.begin().run();
        assertNotNow(caller.send(refused).await());
        outage.end().run();

        assertThat(caller.untilDecided(refused).await().status()).isEqualTo(201);
        assertThat(caller.untilDecided(acrossCurrencies()).await().status()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatOnlyAnExchangeNeeds")
    void without_prices_payments_within_one_currency_go_on(Outage outage) {
        var exchange = acrossCurrencies();

        outage.begin().run();
        assertNotNow(caller.send(exchange).await());
        assertThat(caller.send(withinOneCurrency()).await().status()).isEqualTo(201);
        outage.end().run();

        assertThat(caller.untilDecided(exchange).await().status()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatNoPaymentNeeds")
    void without_what_they_do_not_need_all_payments_go_on(Outage outage) {
        outage.begin().run();
        var within = caller.send(withinOneCurrency()).await();
        var across = caller.send(acrossCurrencies()).await();
        outage.end().run();

        assertThat(within.status()).as("%s", within).isEqualTo(201);
        assertThat(across.status()).as("%s", across).isEqualTo(201);
    }

    @Test
    void a_crowd_finds_a_silent_service_out_together_and_everybody_after_it_is_answered_without_asking() {
        double opened = changes("open");
        double closed = changes("closed");

        ways.get(PROFILE).stall();
        Future.all(IntStream.range(0, CROWD)
                        .mapToObj(each -> caller.send(withinOneCurrency()))
                        .toList())
                .await()
                .<Answer>list()
                .forEach(PeersDownIT::assertNotNow);
        assertThat(changes("open")).isGreaterThan(opened);
        ways.get(PROFILE).heal();

        assertThat(caller.untilDecided(withinOneCurrency()).await().status()).isEqualTo(201);
        assertThat(changes("closed")).isGreaterThan(closed);
    }

    private static void assertNotNow(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.code()).isIn(NOT_NOW);
        assertThat(answer.retryAfter()).isNotNull();
    }

    private static Order withinOneCurrency() {
        return scene.payment(payer, payee, "1.00", "USD");
    }

    private static Order acrossCurrencies() {
        return scene.payment(payer, payee, "1.00", "EUR");
    }

    /** How often calls to the profile service have come to be handled so. */
    private static double changes(String state) {
        String counter = "corridor_rpc_breaker_changes_total{service=\"profile\",state=\"" + state + "\"} ";
        return caller.metrics()
                .await()
                .lines()
                .filter(line -> line.startsWith(counter))
                .mapToDouble(line -> Double.parseDouble(line.substring(counter.length())))
                .sum();
    }
}
