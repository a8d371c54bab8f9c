package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentCrashIT.End.COMPLETED;
import static dev.corridor.platform.services.PaymentCrashIT.End.PAID_AS_IF_NEW;
import static dev.corridor.platform.services.PaymentCrashIT.End.PAID_BY_THE_REPEAT;
import static dev.corridor.platform.services.PaymentCrashIT.End.REFUSED;
import static dev.corridor.platform.services.PaymentCrashIT.Found.NOTHING;
import static dev.corridor.platform.services.PaymentCrashIT.Found.PLANNED;
import static dev.corridor.platform.services.PaymentCrashIT.Found.RECORDED;
import static dev.corridor.platform.services.PaymentCrashIT.Found.WRITTEN;
import static dev.corridor.platform.services.PaymentCrashIT.Route.ACROSS_CURRENCIES;
import static dev.corridor.platform.services.PaymentCrashIT.Route.AT_A_QUOTE;
import static dev.corridor.platform.services.PaymentCrashIT.Route.MORE_THAN_THERE_IS;
import static dev.corridor.platform.services.PaymentCrashIT.Route.TOP_UP;
import static dev.corridor.platform.services.PaymentCrashIT.Route.WITHIN_ONE_CURRENCY;
import static dev.corridor.platform.services.PaymentProcesses.FOREX;
import static dev.corridor.platform.services.PaymentProcesses.LEDGER;
import static dev.corridor.platform.services.PaymentProcesses.PROFILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Answer;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The payment process is brought to stand in each gap between two steps of a payment, and killed there; started again, it
 * ends the payment once, and whoever asks again is told so.
 */
class PaymentCrashIT {
    private static final String WALLET = "100.00";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Every gap: the step done, the step not done, where everything stops, what the database has then, how it ends. */
    private static final List<Gap> GAPS = List.of(
            gap("asked for", "profile hears of it", before(PROFILE, "BatchGetParties"), NOTHING, PAID_AS_IF_NEW)
                    .on(WITHIN_ONE_CURRENCY, ACROSS_CURRENCIES),
            gap("asked for", "profile hears of it", before(PROFILE, "GetUser"), NOTHING, PAID_AS_IF_NEW)
                    .on(TOP_UP),
            gap("profile has answered", "that is heard", after(PROFILE, "BatchGetParties"), NOTHING, PAID_AS_IF_NEW)
                    .on(WITHIN_ONE_CURRENCY),
            gap("forex has priced it", "that is heard", after(FOREX, "Price"), NOTHING, PAID_AS_IF_NEW)
                    .on(ACROSS_CURRENCIES),
            gap("accounts are opened", "it is written", after(LEDGER, "OpenAccounts"), NOTHING, PAID_AS_IF_NEW)
                    .on(WITHIN_ONE_CURRENCY, ACROSS_CURRENCIES),
            gap("written", "profile hears of it", before(PROFILE, "BatchGetParties"), WRITTEN, PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            gap("profile has answered", "that is heard", after(PROFILE, "BatchGetParties"), WRITTEN, PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            gap("the quote is used up", "that is heard", after(FOREX, "UseQuote"), WRITTEN, PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            gap("accounts are opened", "the plan is kept", after(LEDGER, "OpenAccounts"), WRITTEN, PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            gap("the plan is kept", "the ledger hears of it", before(LEDGER, "BatchPost"), PLANNED, COMPLETED)
                    .on(WITHIN_ONE_CURRENCY, ACROSS_CURRENCIES, AT_A_QUOTE, TOP_UP),
            gap("posted", "recorded", after(LEDGER, "BatchPost"), PLANNED, COMPLETED)
                    .on(WITHIN_ONE_CURRENCY, ACROSS_CURRENCIES, AT_A_QUOTE, TOP_UP),
            gap("refused", "recorded", after(LEDGER, "BatchPost"), PLANNED, REFUSED)
                    .on(MORE_THAN_THERE_IS),
            gap("recorded", "answered", PaymentCrashIT::answersStall, RECORDED, COMPLETED)
                    .on(WITHIN_ONE_CURRENCY, ACROSS_CURRENCIES),
            gap("recorded", "Kafka hears of it", PaymentCrashIT::kafkaStands, RECORDED, COMPLETED)
                    .on(WITHIN_ONE_CURRENCY));

    private static PaymentProcesses scene;
    private static Map<String, PausingGrpcProxy> ways;
    private static ServiceProcess payment;
    private static RetryingPaymentClient caller;
    private static FaultProxy wayOfTheClient;
    private static PaymentEventConsumer topic;

    /** What is paid, by one who has {@value #WALLET} dollars, to one who has nothing. */
    enum Route {
        WITHIN_ONE_CURRENCY {
            @Override
            Order order(User payer, User payee) {
                return scene.payment(payer, payee, "40.00", "USD");
            }
        },
        ACROSS_CURRENCIES {
            @Override
            Order order(User payer, User payee) {
                return scene.payment(payer, payee, "40.00", "EUR");
            }
        },
        AT_A_QUOTE {
            @Override
            Order order(User payer, User payee) {
                var quote = new JsonObject().put("quote_id", scene.quote(payer, "40.00", "EUR", "USD"));
                return scene.payment(payer, payee, "40.00", "EUR", quote);
            }
        },
        MORE_THAN_THERE_IS {
            @Override
            Order order(User payer, User payee) {
                return scene.payment(payer, payee, "100.01", "USD");
            }
        },
        TOP_UP {
            @Override
            Order order(User payer, User payee) {
                return scene.topUp(payee, "40.00", "USD");
            }
        };

        abstract Order order(User payer, User payee);
    }

    /** What the database has of the payment while nobody is there to go on with it. */
    enum Found {
        NOTHING("", false),
        WRITTEN("CREATED", false),
        PLANNED("CREATED", true),
        RECORDED("COMPLETED", true);

        private final String status;
        private final boolean planned;

        Found(String status, boolean planned) {
            this.status = status;
            this.planned = planned;
        }
    }

    /** What becomes of it, as the events tell it, and what the repeat is answered. */
    enum End {
        /** Nothing was written: the repeat is the first that anybody hears of it. */
        PAID_AS_IF_NEW("completed", 201, false),
        /** Nothing had moved: the payment has failed and its key is free, so that the repeat is a payment of its own. */
        PAID_BY_THE_REPEAT("failed", 201, false),
        COMPLETED("completed", 201, true),
        REFUSED("failed", 422, true);

        private final String lastEvent;
        private final int repeatStatus;
        private final boolean isReplay;

        End(String lastEvent, int repeatStatus, boolean isReplay) {
            this.lastEvent = lastEvent;
            this.repeatStatus = repeatStatus;
            this.isReplay = isReplay;
        }
    }

    /** Sees to it that a payment stops in the gap; completes when one has, as far as that can be told from outside. */
    @FunctionalInterface
    private interface Stop {
        Future<Void> set();
    }

    private record Gap(String done, String notDone, Stop stop, Found found, End end, List<Route> routes) {
        Gap on(Route... taken) {
            return new Gap(done, notDone, stop, found, end, List.of(taken));
        }

        Stream<Crash> crashes() {
            return routes.stream().map(route -> new Crash(this, route));
        }
    }

    /** A gap on one of its routes. */
    private record Crash(Gap gap, Route route) {
        @Override
        public String toString() {
            return gap.done() + " | " + gap.notDone() + ": " + route;
        }
    }

    private static Gap gap(String done, String notDone, Stop stop, Found found, End end) {
        return new Gap(done, notDone, stop, found, end, List.of());
    }

    private static Stop before(String peer, String method) {
        return () -> ways.get(peer).stopAt(method, PausingGrpcProxy.Side.BEFORE);
    }

    private static Stop after(String peer, String method) {
        return () -> ways.get(peer).stopAt(method, PausingGrpcProxy.Side.AFTER);
    }

    private static Future<Void> answersStall() {
        wayOfTheClient.stallAnswers();
        return Future.succeededFuture();
    }

    private static Future<Void> kafkaStands() {
        scene.servers().kafka().suspend();
        return Future.succeededFuture();
    }

    private static void letEverythingPass() {
        ways.values().forEach(PausingGrpcProxy::letPass);
        wayOfTheClient.heal();
        scene.servers().kafka().resume();
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        scene = new PaymentProcesses(folder);
        ways = PaymentProcesses.PEERS.stream()
                .collect(Collectors.toMap(
                        peer -> peer,
                        peer -> PausingGrpcProxy.to(
                                scene.vertx(), scene.peer(peer).grpcPort())));
        payment = scene.startPayment(
                ways.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, way -> way.getValue()
                        .port())));
        wayOfTheClient = FaultProxy.to(Ports.LOOPBACK, payment.httpPort());
        caller = scene.callerOf(payment);
        topic = scene.topic();
    }

    @AfterAll
    static void stop() {
        topic.close();
        wayOfTheClient.close();
        scene.close();
    }

    static Stream<Crash> crashes() {
        return GAPS.stream().flatMap(Gap::crashes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("crashes")
    void killed_in_a_gap_the_payment_ends_once_and_the_repeat_is_answered(Crash crash) throws Exception {
        var payer = scene.user("USD");
        var payee = scene.user("USD");
        caller.untilDecided(scene.topUp(payer, WALLET, "USD")).await();
        var order = crash.route().order(payer, payee);

        var found = killIn(crash.gap(), order);
        assertStands(order, crash.gap().found());
        letEverythingPass();
        payment.start();

        var repeat = caller.untilDecided(order).await();
        assertThat(repeat.status())
                .as("%s", repeat.body())
                .isEqualTo(crash.gap().end().repeatStatus);
        assertThat(repeat.replayed()).isEqualTo(crash.gap().end().isReplay);
        String id = found.orElseGet(repeat::id);
        assertThat(repeat.id() == null ? repeat.body().getString("payment_id") : repeat.id())
                .satisfies(repeated -> assertThat(found.filter(repeated::equals).isPresent())
                        .isEqualTo(crash.gap().end().isReplay));
        assertMoneyMovedOnce(crash, payer, payee, repeat);
        assertListed(crash, crash.route() == TOP_UP ? payee : payer, id, repeat);
        assertTold(id, "created", crash.gap().end().lastEvent);
        assertThat(scene.audit().finding()).isEmpty();
    }

    /** @return the id of the payment if it is written; it now stands in the gap, and nobody is there to go on with it */
    private static Optional<String> killIn(Gap gap, Order order) throws Exception {
        var client = new RetryingPaymentClient(scene.vertx(), wayOfTheClient.port());
        var reached = gap.stop().set();
        client.send(order);
        reached.await();
        var id = gap.found() == NOTHING ? Optional.<String>empty() : Optional.of(untilFound(order, gap.found()));
        payment.kill();
        return id;
    }

    private static String untilFound(Order order, Found found) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var connection = scene.paymentDatabase();
                var query = connection.prepareStatement(
                        "select id from payment where correlation_id = ? and status::text = ? and source_minor is not null = ?")) {
            query.setString(1, order.key());
            query.setString(2, found.status);
            query.setBoolean(3, found.planned);
            while (System.nanoTime() < deadline) {
                try (var rows = query.executeQuery()) {
                    if (rows.next()) {
                        return rows.getString("id");
                    }
                }
            }
        }
        throw new AssertionError("The payment was never found " + found);
    }

    private static void assertStands(Order order, Found found) throws SQLException {
        try (var connection = scene.paymentDatabase();
                var query = connection.prepareStatement(
                        "select status, source_minor is not null as planned from payment where correlation_id = ?")) {
            query.setString(1, order.key());
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isEqualTo(found != NOTHING);
                if (found != NOTHING) {
                    assertThat(rows.getString("status")).isEqualTo(found.status);
                    assertThat(rows.getBoolean("planned")).isEqualTo(found.planned);
                }
            }
        }
    }

    private static void assertMoneyMovedOnce(Crash crash, User payer, User payee, Answer repeat) {
        boolean isPaid = repeat.status() == 201;
        var paid = isPaid ? amount(repeat, "source") : BigDecimal.ZERO;
        var spent = crash.route() == TOP_UP ? BigDecimal.ZERO : paid;
        assertThat(scene.balance(payer, "USD")).isEqualByComparingTo(new BigDecimal(WALLET).subtract(spent));
        if (isPaid) {
            String currency = repeat.body().getJsonObject("target").getString("currency");
            assertThat(scene.balance(payee, currency)).isEqualByComparingTo(amount(repeat, "target"));
        }
    }

    private static BigDecimal amount(Answer answer, String side) {
        return new BigDecimal(answer.body().getJsonObject(side).getString("amount"));
    }

    /** The one payment; or the one that moved nothing, and the repeat. Top-ups that moved nothing are the bank's business. */
    private static void assertListed(Crash crash, User user, String id, Answer repeat) {
        var statuses = caller.payments(user.token()).await().stream()
                .filter(each -> !each.getString("kind").equals("TOP_UP") || crash.route() == TOP_UP)
                .collect(Collectors.toMap(each -> each.getString("id"), each -> each.getString("status")));
        switch (crash.gap().end()) {
            case COMPLETED, PAID_AS_IF_NEW -> assertThat(statuses).isEqualTo(Map.of(id, "COMPLETED"));
            case REFUSED -> assertThat(statuses).isEqualTo(Map.of(id, "FAILED"));
            case PAID_BY_THE_REPEAT ->
                assertThat(statuses)
                        .isEqualTo(
                                crash.route() == TOP_UP
                                        ? Map.of(repeat.id(), "COMPLETED")
                                        : Map.of(id, "FAILED", repeat.id(), "COMPLETED"));
        }
    }

    private static void assertTold(String id, String... types) {
        topic.readUntil(read -> read.typesOf(id).size() >= types.length);
        assertThat(topic.typesOf(id)).containsExactly(types);
    }
}
