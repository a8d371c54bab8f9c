package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentCrashIT.Kind.ABOVE_BALANCE;
import static dev.corridor.platform.services.PaymentCrashIT.Kind.ACROSS_CURRENCIES;
import static dev.corridor.platform.services.PaymentCrashIT.Kind.AT_A_QUOTE;
import static dev.corridor.platform.services.PaymentCrashIT.Kind.IN_ONE_CURRENCY;
import static dev.corridor.platform.services.PaymentCrashIT.Kind.TOP_UP;
import static dev.corridor.platform.services.PaymentCrashIT.Outcome.COMPLETED;
import static dev.corridor.platform.services.PaymentCrashIT.Outcome.PAID_AS_NEW;
import static dev.corridor.platform.services.PaymentCrashIT.Outcome.PAID_BY_THE_REPEAT;
import static dev.corridor.platform.services.PaymentCrashIT.Outcome.REFUSED;
import static dev.corridor.platform.services.PaymentCrashIT.Stored.FINAL;
import static dev.corridor.platform.services.PaymentCrashIT.Stored.NOTHING;
import static dev.corridor.platform.services.PaymentCrashIT.Stored.PLANNED;
import static dev.corridor.platform.services.PaymentCrashIT.Stored.WITHOUT_PLAN;
import static dev.corridor.platform.services.PaymentProcesses.FOREX;
import static dev.corridor.platform.services.PaymentProcesses.LEDGER;
import static dev.corridor.platform.services.PaymentProcesses.PROFILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import dev.corridor.platform.services.RetryingPaymentClient.Response;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the payment process between each two steps of a payment. After a restart the payment ends exactly once, and a repeat
 * receives its outcome.
 */
class PaymentCrashIT {
    private static final String WALLET = "100.00";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Every crash point: last step done, next step, where the process is paused, state in the database, outcome. */
    private static final List<CrashPoint> CRASH_POINTS = List.of(
            crashPoint("requested", "profile is called", before(PROFILE, "BatchGetParties"), NOTHING, PAID_AS_NEW)
                    .on(IN_ONE_CURRENCY, ACROSS_CURRENCIES, TOP_UP),
            crashPoint(
                            "profile has responded",
                            "the response arrives",
                            after(PROFILE, "BatchGetParties"),
                            NOTHING,
                            PAID_AS_NEW)
                    .on(IN_ONE_CURRENCY),
            crashPoint(
                            "forex has returned the price",
                            "the response arrives",
                            after(FOREX, "Price"),
                            NOTHING,
                            PAID_AS_NEW)
                    .on(ACROSS_CURRENCIES),
            crashPoint(
                            "accounts are opened",
                            "the payment is stored",
                            after(LEDGER, "OpenAccounts"),
                            NOTHING,
                            PAID_AS_NEW)
                    .on(IN_ONE_CURRENCY, ACROSS_CURRENCIES),
            crashPoint(
                            "the payment is stored",
                            "profile is called",
                            before(PROFILE, "BatchGetParties"),
                            WITHOUT_PLAN,
                            PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            crashPoint(
                            "profile has responded",
                            "the response arrives",
                            after(PROFILE, "BatchGetParties"),
                            WITHOUT_PLAN,
                            PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            crashPoint(
                            "the quote is used",
                            "the response arrives",
                            after(FOREX, "UseQuote"),
                            WITHOUT_PLAN,
                            PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            crashPoint(
                            "accounts are opened",
                            "the plan is stored",
                            after(LEDGER, "OpenAccounts"),
                            WITHOUT_PLAN,
                            PAID_BY_THE_REPEAT)
                    .on(AT_A_QUOTE),
            crashPoint("the plan is stored", "the ledger is called", before(LEDGER, "BatchPost"), PLANNED, COMPLETED)
                    .on(IN_ONE_CURRENCY, ACROSS_CURRENCIES, AT_A_QUOTE, TOP_UP),
            crashPoint("posted", "the outcome is stored", after(LEDGER, "BatchPost"), PLANNED, COMPLETED)
                    .on(IN_ONE_CURRENCY, ACROSS_CURRENCIES, AT_A_QUOTE, TOP_UP),
            crashPoint("refused", "the outcome is stored", after(LEDGER, "BatchPost"), PLANNED, REFUSED)
                    .on(ABOVE_BALANCE),
            crashPoint(
                            "the outcome is stored",
                            "the client receives it",
                            PaymentCrashIT::stallResponses,
                            FINAL,
                            COMPLETED)
                    .on(IN_ONE_CURRENCY, ACROSS_CURRENCIES),
            crashPoint(
                            "the outcome is stored",
                            "the event is published",
                            PaymentCrashIT::suspendKafka,
                            FINAL,
                            COMPLETED)
                    .on(IN_ONE_CURRENCY));

    private static PaymentProcesses services;
    private static Map<String, PausingGrpcProxy> proxies;
    private static ServiceProcess payment;
    private static RetryingPaymentClient client;
    private static FaultProxy clientProxy;
    private static PaymentEventConsumer events;

    /** A kind of payment, from a payer with {@value #WALLET} dollars to a payee without money. */
    enum Kind {
        IN_ONE_CURRENCY {
            @Override
            Order order(User payer, User payee) {
                return services.payment(payer, payee, "40.00", "USD");
            }
        },
        ACROSS_CURRENCIES {
            @Override
            Order order(User payer, User payee) {
                return services.payment(payer, payee, "40.00", "EUR");
            }
        },
        AT_A_QUOTE {
            @Override
            Order order(User payer, User payee) {
                var quote = new JsonObject().put("quote_id", services.quote(payer, "40.00", "EUR", "USD"));
                return services.payment(payer, payee, "40.00", "EUR", quote);
            }
        },
        ABOVE_BALANCE {
            @Override
            Order order(User payer, User payee) {
                return services.payment(payer, payee, "100.01", "USD");
            }
        },
        TOP_UP {
            @Override
            Order order(User payer, User payee) {
                return services.topUp(payee, "40.00", "USD");
            }
        };

        abstract Order order(User payer, User payee);
    }

    /** The payment in the database while the process is dead. */
    enum Stored {
        NOTHING("", false),
        WITHOUT_PLAN("CREATED", false),
        PLANNED("CREATED", true),
        FINAL("COMPLETED", true);

        private final String status;
        private final boolean planned;

        Stored(String status, boolean planned) {
            this.status = status;
            this.planned = planned;
        }
    }

    /** The last event of the payment, and the response to a repeat. */
    enum Outcome {
        /** Nothing was stored, so the repeat is processed as the first request. */
        PAID_AS_NEW("completed", 201, false),
        /** No money moved: the payment fails and releases its key, so the repeat creates another payment. */
        PAID_BY_THE_REPEAT("failed", 201, false),
        COMPLETED("completed", 201, true),
        REFUSED("failed", 422, true);

        private final String lastEvent;
        private final int repeatStatus;
        private final boolean isReplay;

        Outcome(String lastEvent, int repeatStatus, boolean isReplay) {
            this.lastEvent = lastEvent;
            this.repeatStatus = repeatStatus;
            this.isReplay = isReplay;
        }
    }

    /** Pauses the next payment at the crash point. Completes when it is paused, if that can be observed from outside. */
    @FunctionalInterface
    private interface Pause {
        Future<Void> set();
    }

    private record CrashPoint(String done, String next, Pause pause, Stored stored, Outcome outcome, List<Kind> kinds) {
        CrashPoint on(Kind... taken) {
            return new CrashPoint(done, next, pause, stored, outcome, List.of(taken));
        }

        Stream<Crash> crashes() {
            return kinds.stream().map(kind -> new Crash(this, kind));
        }
    }

    /** A crash point with one kind of payment. */
    private record Crash(CrashPoint point, Kind kind) {
        @Override
        public String toString() {
            return point.done() + " | " + point.next() + ": " + kind;
        }
    }

    private static CrashPoint crashPoint(String done, String next, Pause pause, Stored stored, Outcome outcome) {
        return new CrashPoint(done, next, pause, stored, outcome, List.of());
    }

    private static Pause before(String peer, String method) {
        return () -> proxies.get(peer).pauseAt(method, PausingGrpcProxy.Side.BEFORE);
    }

    private static Pause after(String peer, String method) {
        return () -> proxies.get(peer).pauseAt(method, PausingGrpcProxy.Side.AFTER);
    }

    private static Future<Void> stallResponses() {
        clientProxy.stallResponses();
        return Future.succeededFuture();
    }

    private static Future<Void> suspendKafka() {
        services.servers().kafka().suspend();
        return Future.succeededFuture();
    }

    private static void resumeEverything() {
        proxies.values().forEach(PausingGrpcProxy::stopPausing);
        clientProxy.heal();
        services.servers().kafka().resume();
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        services = new PaymentProcesses(folder);
        proxies = PaymentProcesses.PEERS.stream()
                .collect(Collectors.toMap(
                        peer -> peer,
                        peer -> PausingGrpcProxy.to(
                                services.vertx(), services.peer(peer).grpcPort())));
        payment = services.startPayment(
                proxies.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, proxy -> proxy.getValue()
                        .port())));
        clientProxy = FaultProxy.to(Ports.LOOPBACK, payment.httpPort());
        client = services.clientOf(payment);
        events = services.consumeEvents();
    }

    @AfterAll
    static void stop() {
        events.close();
        clientProxy.close();
        services.close();
    }

    static Stream<Crash> crashes() {
        return CRASH_POINTS.stream().flatMap(CrashPoint::crashes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("crashes")
    void after_a_crash_the_payment_ends_once_and_the_repeat_receives_its_outcome(Crash crash) throws Exception {
        var payer = services.user("USD");
        var payee = services.user("USD");
        client.sendUntilFinal(services.topUp(payer, WALLET, "USD")).await();
        var order = crash.kind().order(payer, payee);

        var found = killAt(crash.point(), order);
        assertStored(order, crash.point().stored());
        resumeEverything();
        payment.start();

        var repeat = client.sendUntilFinal(order).await();
        assertThat(repeat.status())
                .as("%s", repeat.body())
                .isEqualTo(crash.point().outcome().repeatStatus);
        assertThat(repeat.replayed()).isEqualTo(crash.point().outcome().isReplay);
        String id = found.orElseGet(repeat::id);
        assertThat(repeat.id() == null ? repeat.body().getString("payment_id") : repeat.id())
                .satisfies(repeated -> assertThat(found.filter(repeated::equals).isPresent())
                        .isEqualTo(crash.point().outcome().isReplay));
        assertMoneyMovedOnce(crash, payer, payee, repeat);
        assertListed(crash, crash.kind() == TOP_UP ? payee : payer, id, repeat);
        assertEvents(id, "created", crash.point().outcome().lastEvent);
        assertThat(services.audit().finding()).isEmpty();
    }

    /** Sends the order and kills the process at the crash point. @return the id of the payment if it is stored */
    private static Optional<String> killAt(CrashPoint point, Order order) throws Exception {
        var client = new RetryingPaymentClient(services.vertx(), clientProxy.port());
        var paused = point.pause().set();
        client.send(order);
        paused.timeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).await();
        var id = point.stored() == NOTHING ? Optional.<String>empty() : Optional.of(awaitStored(order, point.stored()));
        payment.kill();
        return id;
    }

    /** Waits until the payment is stored in that state. @return its id */
    private static String awaitStored(Order order, Stored stored) throws SQLException {
        try (var connection = services.paymentDatabase();
                var query = connection.prepareStatement(
                        "select id from payment where correlation_id = ? and status::text = ? and source_minor is not null = ?")) {
            query.setString(1, order.key());
            query.setString(2, stored.status);
            query.setBoolean(3, stored.planned);
            return await().atMost(TIMEOUT).pollInSameThread().until(() -> firstId(query), id -> id != null);
        }
    }

    private static String firstId(PreparedStatement query) throws SQLException {
        try (var rows = query.executeQuery()) {
            return rows.next() ? rows.getString("id") : null;
        }
    }

    private static void assertStored(Order order, Stored stored) throws SQLException {
        try (var connection = services.paymentDatabase();
                var query = connection.prepareStatement(
                        "select status, source_minor is not null as planned from payment where correlation_id = ?")) {
            query.setString(1, order.key());
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isEqualTo(stored != NOTHING);
                if (stored != NOTHING) {
                    assertThat(rows.getString("status")).isEqualTo(stored.status);
                    assertThat(rows.getBoolean("planned")).isEqualTo(stored.planned);
                }
            }
        }
    }

    private static void assertMoneyMovedOnce(Crash crash, User payer, User payee, Response repeat) {
        boolean isPaid = repeat.status() == 201;
        var paid = isPaid ? amount(repeat, "source") : BigDecimal.ZERO;
        var spent = crash.kind() == TOP_UP ? BigDecimal.ZERO : paid;
        assertThat(services.balance(payer, "USD")).isEqualByComparingTo(new BigDecimal(WALLET).subtract(spent));
        if (isPaid) {
            String currency = repeat.body().getJsonObject("target").getString("currency");
            assertThat(services.balance(payee, currency)).isEqualByComparingTo(amount(repeat, "target"));
        }
    }

    private static BigDecimal amount(Response response, String side) {
        return new BigDecimal(response.body().getJsonObject(side).getString("amount"));
    }

    /** Asserts the user's list: the payment, or the failed payment and its repeat. Failed top-ups are not listed. */
    private static void assertListed(Crash crash, User user, String id, Response repeat) {
        var statuses = client.payments(user.token()).await().stream()
                .filter(each -> !each.getString("kind").equals("TOP_UP") || crash.kind() == TOP_UP)
                .collect(Collectors.toMap(each -> each.getString("id"), each -> each.getString("status")));
        switch (crash.point().outcome()) {
            case COMPLETED, PAID_AS_NEW -> assertThat(statuses).isEqualTo(Map.of(id, "COMPLETED"));
            case REFUSED -> assertThat(statuses).isEqualTo(Map.of(id, "FAILED"));
            case PAID_BY_THE_REPEAT ->
                assertThat(statuses)
                        .isEqualTo(
                                crash.kind() == TOP_UP
                                        ? Map.of(repeat.id(), "COMPLETED")
                                        : Map.of(id, "FAILED", repeat.id(), "COMPLETED"));
        }
    }

    private static void assertEvents(String id, String... types) {
        events.readUntil(read -> read.typesOf(id).size() >= types.length);
        assertThat(events.typesOf(id)).containsExactly(types);
    }
}
