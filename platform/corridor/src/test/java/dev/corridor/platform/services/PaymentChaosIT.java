package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.platform.services.KillableServers.KillableServer;
import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import dev.corridor.platform.services.RetryingPaymentClient.Response;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred users pay one another while every service and server is killed in turn. The clients repeat requests, send some
 * twice at the same time and reset others. CONTRIBUTING.md says how to run it with more payments.
 */
class PaymentChaosIT {
    private static final int PAYMENTS = Integer.getInteger("corridor.chaos.payments", 2_000);
    private static final long SEED = Long.getLong("corridor.chaos.seed", System.nanoTime());
    private static final int USERS = 200;
    private static final String WALLET = "10000.00";
    private static final List<String> WALLET_CURRENCIES = List.of("USD", "EUR");
    private static final JsonObject FROM_DOLLARS = new JsonObject().put("from_currency", "USD");
    private static final int MAX_CENTS = 500;
    private static final int MAX_RESET_DELAY_MS = 50;
    private static final Duration PROGRESS_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration FINISH_TIMEOUT = Duration.ofMinutes(2);

    private static PaymentProcesses services;
    private static ServiceProcess payment;
    private static RetryingPaymentClient client;

    private final Map<Order, Response> acknowledged = Collections.synchronizedMap(new HashMap<>());
    private final AtomicInteger started = new AtomicInteger();
    private List<User> users;

    /** A service or server that the test kills and starts again. */
    private record Victim(String name, Runnable kill, Runnable start) {
        static Victim of(String name, ServiceProcess process) {
            return new Victim(name, process::kill, process::start);
        }

        static Victim of(String name, KillableServer<?> server) {
            return new Victim(name, server::kill, server::start);
        }
    }

    private record Wallet(String user, String currency) {}

    @BeforeAll
    static void start(@TempDir Path folder) {
        services = new PaymentProcesses(folder);
        payment = services.startPayment();
        client = services.clientOf(payment);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void after_kills_every_acknowledged_payment_is_made_once_and_no_money_is_lost() throws Exception {
        users = services.users(USERS, "USD");
        var topUps = topUpEveryWallet();

        var callers = IntStream.range(0, USERS)
                .mapToObj(number -> payRepeatedly(users.get(number), new Random(SEED + number)))
                .toList();
        killEachInTurn(callers);
        Future.all(callers).await();

        assertThat(acknowledged).as("seed %d", SEED).hasSize(PAYMENTS);
        awaitAllPaymentsFinal();
        assertEachIsPaidOnce();
        assertBalances(topUps);
        assertThat(services.audit().finding()).isEmpty();
        assertEventsInOrder();
    }

    private List<Response> topUpEveryWallet() {
        return Future.all(users.stream()
                        .flatMap(user -> WALLET_CURRENCIES.stream()
                                .map(currency -> client.sendUntilFinal(services.topUp(user, WALLET, currency))))
                        .toList())
                .await()
                .list();
    }

    private Future<Void> payRepeatedly(User payer, Random random) {
        if (started.incrementAndGet() > PAYMENTS) {
            return Future.succeededFuture();
        }
        var order = order(payer, random);
        return pay(order, random)
                .map(response -> {
                    assertThat(response.status())
                            .as("seed %d: %s", SEED, response)
                            .isEqualTo(201);
                    return acknowledged.put(order, response);
                })
                .compose(paid -> payRepeatedly(payer, random));
    }

    private Order order(User payer, Random random) {
        var payee = users.get(random.nextInt(USERS));
        while (payee.equals(payer)) {
            payee = users.get(random.nextInt(USERS));
        }
        String cents = BigDecimal.valueOf(1 + random.nextInt(MAX_CENTS), 2).toPlainString();
        String yen = Integer.toString(1 + random.nextInt(MAX_CENTS));
        return switch (random.nextInt(5)) {
            case 0 -> services.payment(payer, payee, cents, "EUR", FROM_DOLLARS);
            case 1 -> services.payment(payer, payee, yen, "JPY", FROM_DOLLARS);
            case 2 -> services.payment(payer, payee, cents, "EUR");
            default -> services.payment(payer, payee, cents, "USD");
        };
    }

    /** Sends an order in one of several ways. Each results in one payment. */
    private Future<Response> pay(Order order, Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> sendTwice(order);
            case 2, 3 ->
                client.sendAndReset(order, 1 + random.nextInt(MAX_RESET_DELAY_MS))
                        .transform(sent -> client.sendUntilFinal(order));
            case 4 -> client.sendUntilFinal(order).compose(first -> repeat(order, first));
            default -> client.sendUntilFinal(order);
        };
    }

    private static Future<Response> sendTwice(Order order) {
        var one = client.sendUntilFinal(order);
        var other = client.sendUntilFinal(order);
        return Future.all(one, other).map(both -> {
            assertThat(one.result().body()).isEqualTo(other.result().body());
            return one.result();
        });
    }

    private static Future<Response> repeat(Order order, Response first) {
        return client.sendUntilFinal(order).map(second -> {
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.replayed()).isTrue();
            return second;
        });
    }

    private void killEachInTurn(List<Future<Void>> callers) {
        var victims = new ArrayList<>(List.of(
                Victim.of("payment", payment),
                Victim.of("PostgreSQL", services.servers().postgresql()),
                Victim.of("Kafka", services.servers().kafka())));
        PaymentProcesses.PEERS.forEach(peer -> victims.add(Victim.of(peer, services.peer(peer))));
        Collections.shuffle(victims, new Random(SEED));
        for (int number = 0; number < victims.size(); number++) {
            awaitAcknowledged(PAYMENTS * (number + 1) / (victims.size() + 1), callers);
            victims.get(number).kill().run();
            victims.get(number).start().run();
        }
    }

    private void awaitAcknowledged(int minimum, List<Future<Void>> callers) {
        await().atMost(PROGRESS_TIMEOUT).until(() -> {
            callers.stream().filter(Future::failed).findFirst().ifPresent(failed -> failed.await());
            return acknowledged.size() >= minimum;
        });
    }

    private static void awaitAllPaymentsFinal() {
        await().atMost(FINISH_TIMEOUT)
                .untilAsserted(() -> assertThat(payments().values()).doesNotContain("CREATED", "RESERVED"));
    }

    /** The status of every payment, by id. */
    private static Map<String, String> payments() throws SQLException {
        var statuses = new HashMap<String, String>();
        try (var connection = services.paymentDatabase();
                var rows = connection.createStatement().executeQuery("select id, status from payment")) {
            while (rows.next()) {
                statuses.put(rows.getString("id"), rows.getString("status"));
            }
        }
        return statuses;
    }

    /** Uses a client of its own, because connections of the other one were reset. */
    private void assertEachIsPaidOnce() {
        var reader = services.clientOf(payment);
        for (var user : users) {
            var paid = reader.payments(user.token()).await().stream()
                    .filter(each -> each.getString("payer").equals(user.id()))
                    .filter(each -> each.getString("status").equals("COMPLETED"))
                    .map(each -> each.getString("id"))
                    .toList();
            assertThat(paid)
                    .containsExactlyInAnyOrderElementsOf(
                            responsesTo(user).map(Response::id).toList());
        }
    }

    private Stream<Response> responsesTo(User payer) {
        return acknowledged.entrySet().stream()
                .filter(each -> each.getKey().token().equals(payer.token()))
                .map(Map.Entry::getValue);
    }

    private void assertBalances(List<Response> topUps) {
        var expected = new HashMap<Wallet, BigDecimal>();
        topUps.forEach(response -> add(expected, response, "payee", "target", BigDecimal.ONE));
        acknowledged.values().forEach(response -> {
            add(expected, response, "payee", "target", BigDecimal.ONE);
            add(expected, response, "payer", "source", BigDecimal.ONE.negate());
        });

        var found = new HashMap<Wallet, BigDecimal>();
        for (var user : users) {
            services.balances(user)
                    .await()
                    .forEach((currency, balance) ->
                            found.put(new Wallet(user.id(), currency), balance.stripTrailingZeros()));
        }
        expected.replaceAll((wallet, balance) -> balance.stripTrailingZeros());
        assertThat(found).isEqualTo(expected);
    }

    private static void add(
            Map<Wallet, BigDecimal> balances, Response response, String who, String side, BigDecimal factor) {
        var money = response.body().getJsonObject(side);
        balances.merge(
                new Wallet(response.body().getString(who), money.getString("currency")),
                new BigDecimal(money.getString("amount")).multiply(factor),
                BigDecimal::add);
    }

    private static void assertEventsInOrder() throws Exception {
        var payments = payments();
        try (var topic = services.consumeEvents()) {
            topic.readUntil(read ->
                    payments.keySet().stream().allMatch(id -> read.typesOf(id).size() >= 2));
            payments.forEach((id, status) ->
                    assertThat(topic.typesOf(id)).as(id).containsExactly("created", status.toLowerCase(Locale.ROOT)));
        }
    }
}
