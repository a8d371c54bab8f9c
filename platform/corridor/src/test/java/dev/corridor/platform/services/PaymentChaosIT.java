package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.services.KillableServers.KillableServer;
import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Answer;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred users pay one another while everything that takes part is killed, one after the other. They repeat what is not
 * answered, send things twice, and hang up. CONTRIBUTING.md says how to let them pay more often.
 */
class PaymentChaosIT {
    private static final int PAYMENTS = Integer.getInteger("corridor.chaos.payments", 2_000);
    private static final long SEED = Long.getLong("corridor.chaos.seed", System.nanoTime());
    private static final int USERS = 200;
    private static final String WALLET = "10000.00";
    private static final List<String> WALLET_CURRENCIES = List.of("USD", "EUR");
    private static final JsonObject FROM_DOLLARS = new JsonObject().put("from_currency", "USD");
    private static final int MOST_CENTS = 500;
    private static final int MOST_IMPATIENT_MS = 50;
    private static final long LOOK_AGAIN_MS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static PaymentProcesses scene;
    private static ServiceProcess payment;
    private static RetryingPaymentClient caller;

    private final Map<Order, Answer> acknowledged = Collections.synchronizedMap(new HashMap<>());
    private final AtomicInteger asked = new AtomicInteger();
    private final Object progress = new Object();
    private List<User> users;

    /** Something that takes part, and its death and return. */
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
        scene = new PaymentProcesses(folder);
        payment = scene.startPayment();
        caller = scene.callerOf(payment);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void whatever_dies_what_was_acknowledged_is_paid_once_and_no_money_is_lost() throws Exception {
        users = scene.users(USERS, "USD");
        var topUps = topUpEveryWallet();

        var callers = IntStream.range(0, USERS)
                .mapToObj(number -> payOn(users.get(number), new Random(SEED + number)))
                .toList();
        killOneAfterTheOther(callers);
        Future.all(callers).await();

        assertThat(acknowledged).as("seed %d", SEED).hasSize(PAYMENTS);
        awaitNothingBetweenStates();
        assertEachIsPaidOnce();
        assertTheMoneyIsWhereItBelongs(topUps);
        assertThat(scene.audit().finding()).isEmpty();
        assertAllIsToldInOrder();
    }

    private List<Answer> topUpEveryWallet() {
        return Future.all(users.stream()
                        .flatMap(user -> WALLET_CURRENCIES.stream()
                                .map(currency -> caller.untilDecided(scene.topUp(user, WALLET, currency))))
                        .toList())
                .await()
                .list();
    }

    private Future<Void> payOn(User payer, Random random) {
        if (asked.incrementAndGet() > PAYMENTS) {
            return Future.succeededFuture();
        }
        var order = order(payer, random);
        return pay(order, random)
                .map(answer -> {
                    assertThat(answer.status()).as("seed %d: %s", SEED, answer).isEqualTo(201);
                    return acknowledged.put(order, answer);
                })
                .compose(paid -> payOn(payer, random));
    }

    private Order order(User payer, Random random) {
        var payee = users.get(random.nextInt(USERS));
        while (payee.equals(payer)) {
            payee = users.get(random.nextInt(USERS));
        }
        String cents = BigDecimal.valueOf(1 + random.nextInt(MOST_CENTS), 2).toPlainString();
        String yen = Integer.toString(1 + random.nextInt(MOST_CENTS));
        return switch (random.nextInt(5)) {
            case 0 -> scene.payment(payer, payee, cents, "EUR", FROM_DOLLARS);
            case 1 -> scene.payment(payer, payee, yen, "JPY", FROM_DOLLARS);
            case 2 -> scene.payment(payer, payee, cents, "EUR");
            default -> scene.payment(payer, payee, cents, "USD");
        };
    }

    /** However it is sent, it is one payment. */
    private Future<Answer> pay(Order order, Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> twiceAtOnce(order);
            case 2, 3 ->
                caller.sendImpatiently(order, 1 + random.nextInt(MOST_IMPATIENT_MS))
                        .transform(answeredOrNot -> caller.untilDecided(order));
            case 4 -> caller.untilDecided(order).compose(first -> again(order, first));
            default -> caller.untilDecided(order);
        };
    }

    private static Future<Answer> twiceAtOnce(Order order) {
        var one = caller.untilDecided(order);
        var other = caller.untilDecided(order);
        return Future.all(one, other).map(both -> {
            assertThat(one.result().body()).isEqualTo(other.result().body());
            return one.result();
        });
    }

    private static Future<Answer> again(Order order, Answer first) {
        return caller.untilDecided(order).map(second -> {
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.replayed()).isTrue();
            return second;
        });
    }

    private void killOneAfterTheOther(List<Future<Void>> callers) throws InterruptedException {
        var victims = new ArrayList<>(List.of(
                Victim.of("payment", payment),
                Victim.of("PostgreSQL", scene.servers().postgresql()),
                Victim.of("Redis", scene.servers().redis()),
                Victim.of("Kafka", scene.servers().kafka())));
        PaymentProcesses.PEERS.forEach(peer -> victims.add(Victim.of(peer, scene.peer(peer))));
        Collections.shuffle(victims, new Random(SEED));
        for (int number = 0; number < victims.size(); number++) {
            awaitAcknowledged(PAYMENTS * (number + 1) / (victims.size() + 1), callers);
            victims.get(number).kill().run();
            victims.get(number).start().run();
        }
    }

    private void awaitAcknowledged(int least, List<Future<Void>> callers) throws InterruptedException {
        while (acknowledged.size() < least) {
            callers.stream().filter(Future::failed).findFirst().ifPresent(failed -> failed.await());
            synchronized (progress) {
                progress.wait(LOOK_AGAIN_MS);
            }
        }
    }

    private static void awaitNothingBetweenStates() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var between = Map.<String, String>of();
        do {
            assertThat(System.nanoTime())
                    .as("still between states: %s", between)
                    .isLessThan(deadline);
            between = payments().entrySet().stream()
                    .filter(each -> Set.of("CREATED", "RESERVED").contains(each.getValue()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        } while (!between.isEmpty());
    }

    /** Of every payment there is, its status. */
    private static Map<String, String> payments() throws SQLException {
        var statuses = new HashMap<String, String>();
        try (var connection = scene.paymentDatabase();
                var rows = connection.createStatement().executeQuery("select id, status from payment")) {
            while (rows.next()) {
                statuses.put(rows.getString("id"), rows.getString("status"));
            }
        }
        return statuses;
    }

    /** By a client of its own: connections on which somebody has hung up are none to look for the truth on. */
    private void assertEachIsPaidOnce() {
        var witness = scene.callerOf(payment);
        for (var user : users) {
            var paid = witness.payments(user.token()).await().stream()
                    .filter(each -> each.getString("payer").equals(user.id()))
                    .filter(each -> each.getString("status").equals("COMPLETED"))
                    .map(each -> each.getString("id"))
                    .toList();
            assertThat(paid)
                    .containsExactlyInAnyOrderElementsOf(
                            answersTo(user).map(Answer::id).toList());
        }
    }

    private Stream<Answer> answersTo(User payer) {
        return acknowledged.entrySet().stream()
                .filter(each -> each.getKey().token().equals(payer.token()))
                .map(Map.Entry::getValue);
    }

    private void assertTheMoneyIsWhereItBelongs(List<Answer> topUps) {
        var expected = new HashMap<Wallet, BigDecimal>();
        topUps.forEach(answer -> add(expected, answer, "payee", "target", BigDecimal.ONE));
        acknowledged.values().forEach(answer -> {
            add(expected, answer, "payee", "target", BigDecimal.ONE);
            add(expected, answer, "payer", "source", BigDecimal.ONE.negate());
        });

        var found = new HashMap<Wallet, BigDecimal>();
        for (var user : users) {
            scene.balances(user)
                    .await()
                    .forEach((currency, balance) ->
                            found.put(new Wallet(user.id(), currency), balance.stripTrailingZeros()));
        }
        expected.replaceAll((wallet, balance) -> balance.stripTrailingZeros());
        assertThat(found).isEqualTo(expected);
    }

    private static void add(
            Map<Wallet, BigDecimal> balances, Answer answer, String who, String side, BigDecimal factor) {
        var money = answer.body().getJsonObject(side);
        balances.merge(
                new Wallet(answer.body().getString(who), money.getString("currency")),
                new BigDecimal(money.getString("amount")).multiply(factor),
                BigDecimal::add);
    }

    private static void assertAllIsToldInOrder() throws Exception {
        var payments = payments();
        try (var topic = scene.topic()) {
            topic.readUntil(read ->
                    payments.keySet().stream().allMatch(id -> read.typesOf(id).size() >= 2));
            payments.forEach((id, status) ->
                    assertThat(topic.typesOf(id)).as(id).containsExactly("created", status.toLowerCase(Locale.ROOT)));
        }
    }
}
