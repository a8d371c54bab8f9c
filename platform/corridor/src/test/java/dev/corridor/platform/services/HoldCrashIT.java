package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentProcesses.FOREX;
import static dev.corridor.platform.services.PaymentProcesses.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import dev.corridor.platform.services.RetryingPaymentClient.Response;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills the payment process during captures, cancellations and refunds. Each takes effect exactly once. */
class HoldCrashIT {
    private static final String WALLET = "100.00";
    private static final JsonObject HOLD = new JsonObject().put("capture", "later");
    private static final JsonObject IMMEDIATE = new JsonObject();

    private static PaymentProcesses services;
    private static Map<String, PausingGrpcProxy> proxies;
    private static ServiceProcess payment;
    private static RetryingPaymentClient client;

    /** An operation on a payment of 40.00 in the currency, and the payer's balance in dollars afterwards. */
    private enum Action {
        PARTIAL_CAPTURE(
                "USD", HOLD, "capture", new JsonObject().put("amount", "25.00").put("currency", "USD"), "75.00"),
        CANCEL("USD", HOLD, "cancel", new JsonObject(), WALLET),
        REFUND("USD", IMMEDIATE, "refunds", new JsonObject(), WALLET),
        PARTIAL_REFUND(
                "USD",
                IMMEDIATE,
                "refunds",
                new JsonObject().put("amount", "10.00").put("currency", "USD"),
                "70.00"),
        REFUND_ACROSS_CURRENCIES("EUR", IMMEDIATE, "refunds", new JsonObject(), WALLET);

        private final String currency;
        private final JsonObject terms;
        private final String path;
        private final JsonObject body;
        private final String left;

        Action(String currency, JsonObject terms, String path, JsonObject body, String left) {
            this.currency = currency;
            this.terms = terms;
            this.path = path;
            this.body = body;
            this.left = left;
        }

        Order order(String paymentId, User payee) {
            String key = UUID.randomUUID().toString();
            return new Order("/payments/" + paymentId + "/" + path, payee.token(), body, key);
        }
    }

    /** The call at which the process is paused and killed. */
    private record CrashPoint(Action action, String peer, String method, PausingGrpcProxy.Side side) {
        @Override
        public String toString() {
            return "%s, %s %s %s".formatted(action, side, peer, method);
        }
    }

    static Stream<CrashPoint> crashPoints() {
        var atTheLedger = Stream.of(Action.values()).flatMap(action -> Stream.of(PausingGrpcProxy.Side.values())
                .map(side -> new CrashPoint(action, LEDGER, "BatchPost", side)));
        var atForex = Stream.of(PausingGrpcProxy.Side.values())
                .map(side -> new CrashPoint(Action.REFUND_ACROSS_CURRENCIES, FOREX, "Price", side));
        return Stream.concat(atTheLedger, atForex);
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        services = new PaymentProcesses(folder);
        proxies = List.of(LEDGER, FOREX).stream()
                .collect(Collectors.toMap(
                        peer -> peer,
                        peer -> PausingGrpcProxy.to(
                                services.vertx(), services.peer(peer).grpcPort())));
        payment = services.startPayment(
                proxies.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, proxy -> proxy.getValue()
                        .port())));
        client = services.clientOf(payment);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("crashPoints")
    void after_a_crash_the_operation_takes_effect_once_and_the_repeat_is_answered(CrashPoint crash) throws Exception {
        var payer = services.user("USD");
        var payee = services.user("USD");
        client.sendUntilFinal(services.topUp(payer, WALLET, "USD")).await();
        var paid = client.sendUntilFinal(
                        services.payment(payer, payee, "40.00", crash.action().currency, crash.action().terms))
                .await();
        var order = crash.action().order(paid.id(), payee);

        var paused = proxies.get(crash.peer()).pauseAt(crash.method(), crash.side());
        client.send(order);
        paused.await();
        payment.kill();
        proxies.values().forEach(PausingGrpcProxy::stopPausing);
        payment.start();

        var repeat = client.sendUntilFinal(order).await();
        assertThat(repeat.status()).as("%s", repeat.body()).isIn(200, 201);
        assertThat(services.balance(payer, "USD")).isEqualByComparingTo(crash.action().left);
        assertThat(client.sendUntilFinal(order).await().body()).isEqualTo(repeat.body());
        assertThat(services.balance(payer, "USD")).isEqualByComparingTo(crash.action().left);
        assertBalanceOfPayee(payee, crash, paid);
        assertThat(services.audit().finding()).isEmpty();
    }

    /** Asserts that the payee has the captured amount less the refunded amount. */
    private static void assertBalanceOfPayee(User payee, CrashPoint crash, Response paid) {
        var payment = client.payments(payee.token()).await().stream()
                .filter(each -> each.getString("id").equals(paid.id()))
                .findFirst()
                .orElseThrow();
        var left = amount(payment, "captured").subtract(amount(payment, "refunded"));
        assertThat(services.balance(payee, crash.action().currency)).isEqualByComparingTo(left);
    }

    private static BigDecimal amount(JsonObject payment, String member) {
        return new BigDecimal(payment.getJsonObject(member).getString("amount"));
    }
}
