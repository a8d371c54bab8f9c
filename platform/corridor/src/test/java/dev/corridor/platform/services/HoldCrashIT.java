package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentProcesses.FOREX;
import static dev.corridor.platform.services.PaymentProcesses.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.services.PaymentProcesses.User;
import dev.corridor.platform.services.RetryingPaymentClient.Answer;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
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

/** The payment process is killed while a hold is being ended, or money is on its way back: that ends once, and as was asked. */
class HoldCrashIT {
    private static final String WALLET = "100.00";
    private static final JsonObject LATER = new JsonObject().put("capture", "later");
    private static final JsonObject AT_ONCE = new JsonObject();

    private static PaymentProcesses scene;
    private static Map<String, PausingGrpcProxy> ways;
    private static ServiceProcess payment;
    private static RetryingPaymentClient caller;

    /** What is done to a payment of 40 of the currency, by whom, and what the payer has in dollars afterwards. */
    private enum Deed {
        CAPTURE_OF_A_PART(
                "USD", LATER, "capture", new JsonObject().put("amount", "25.00").put("currency", "USD"), "75.00"),
        CANCEL("USD", LATER, "cancel", new JsonObject(), WALLET),
        REFUND("USD", AT_ONCE, "refunds", new JsonObject(), WALLET),
        REFUND_OF_A_PART(
                "USD",
                AT_ONCE,
                "refunds",
                new JsonObject().put("amount", "10.00").put("currency", "USD"),
                "70.00"),
        REFUND_ACROSS_CURRENCIES("EUR", AT_ONCE, "refunds", new JsonObject(), WALLET);

        private final String currency;
        private final JsonObject terms;
        private final String path;
        private final JsonObject body;
        private final String left;

        Deed(String currency, JsonObject terms, String path, JsonObject body, String left) {
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

    /** Where the process stands still, and is killed. */
    private record Gap(Deed deed, String peer, String method, PausingGrpcProxy.Side side) {
        @Override
        public String toString() {
            return "%s, %s %s %s".formatted(deed, side, peer, method);
        }
    }

    static Stream<Gap> gaps() {
        var atTheLedger = Stream.of(Deed.values()).flatMap(deed -> Stream.of(PausingGrpcProxy.Side.values())
                .map(side -> new Gap(deed, LEDGER, "BatchPost", side)));
        var atForex = Stream.of(PausingGrpcProxy.Side.values())
                .map(side -> new Gap(Deed.REFUND_ACROSS_CURRENCIES, FOREX, "Price", side));
        return Stream.concat(atTheLedger, atForex);
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        scene = new PaymentProcesses(folder);
        ways = List.of(LEDGER, FOREX).stream()
                .collect(Collectors.toMap(
                        peer -> peer,
                        peer -> PausingGrpcProxy.to(
                                scene.vertx(), scene.peer(peer).grpcPort())));
        payment = scene.startPayment(
                ways.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, way -> way.getValue()
                        .port())));
        caller = scene.callerOf(payment);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gaps")
    void killed_in_a_gap_it_ends_once_and_the_repeat_is_answered(Gap gap) throws Exception {
        var payer = scene.user("USD");
        var payee = scene.user("USD");
        caller.untilDecided(scene.topUp(payer, WALLET, "USD")).await();
        var paid = caller.untilDecided(scene.payment(payer, payee, "40.00", gap.deed().currency, gap.deed().terms))
                .await();
        var order = gap.deed().order(paid.id(), payee);

        var reached = ways.get(gap.peer()).stopAt(gap.method(), gap.side());
        caller.send(order);
        reached.await();
        payment.kill();
        ways.values().forEach(PausingGrpcProxy::letPass);
        payment.start();

        var repeat = caller.untilDecided(order).await();
        assertThat(repeat.status()).as("%s", repeat.body()).isIn(200, 201);
        assertThat(scene.balance(payer, "USD")).isEqualByComparingTo(gap.deed().left);
        assertThat(caller.untilDecided(order).await().body()).isEqualTo(repeat.body());
        assertThat(scene.balance(payer, "USD")).isEqualByComparingTo(gap.deed().left);
        assertPayeeHasWhatThePaymentSays(payee, gap, paid);
        assertThat(scene.audit().finding()).isEmpty();
    }

    /** Captured less refunded. */
    private static void assertPayeeHasWhatThePaymentSays(User payee, Gap gap, Answer paid) {
        var shown = caller.payments(payee.token()).await().stream()
                .filter(each -> each.getString("id").equals(paid.id()))
                .findFirst()
                .orElseThrow();
        var left = amount(shown, "captured").subtract(amount(shown, "refunded"));
        assertThat(scene.balance(payee, gap.deed().currency)).isEqualByComparingTo(left);
    }

    private static BigDecimal amount(JsonObject payment, String member) {
        return new BigDecimal(payment.getJsonObject(member).getString("amount"));
    }
}
