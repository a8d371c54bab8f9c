package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.Entry;
import dev.corridor.ledger.v1.GetTrialBalanceRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentEvent;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** First steps with a running platform, over its public APIs. */
class PublicApiIT {
    private static final String PROCESS = "/api/payment/1.0.0/process";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    private static RunningPlatform platform;
    private static String ada;
    private static String adaToken;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.shared();
        ada = platform.user("ada").userId();
        adaToken = platform.tokenOf("ada");
    }

    @Test
    void a_payment_sent_by_curl_is_completed() {
        var before = balance("ada", "USD");

        var response = curl(PROCESS, adaToken, "{\"amount\": 100, \"currency\": \"USD\"}");

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.json().getString("status")).isEqualTo("COMPLETED");
        assertThat(response.json().getString("amount")).isEqualTo("100.00");
        assertThat(response.json().getString("payer")).isEqualTo(ada);
        assertThat(before.subtract(balance("ada", "USD"))).isEqualByComparingTo("100.00");
    }

    @Test
    void a_repeat_with_the_same_key_is_replayed_and_moves_no_money() {
        String key = UUID.randomUUID().toString();
        String body = "{\"amount\": \"12.34\", \"currency\": \"USD\"}";
        var first = curl(PROCESS, adaToken, body, "idempotency-key", key);
        var before = balance("ada", "USD");

        var repeat = curl(PROCESS, adaToken, body, "idempotency-key", key);
        var other = curl(PROCESS, adaToken, "{\"amount\": 1, \"currency\": \"USD\"}", "idempotency-key", key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(repeat.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(repeat.header("idempotency-replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(balance("ada", "USD")).isEqualByComparingTo(before);
    }

    @Test
    void a_payment_by_the_json_form_of_grpc_is_the_same_payment() {
        String key = UUID.randomUUID().toString();
        String json = "{\"amount\": {\"amount\": \"3.21\", \"currency\": \"USD\"}}";
        var before = balance("ada", "USD");

        var paid = curl("/grpc/payment/1.0.0/v1/payments", adaToken, json, "idempotency-key", key);
        var repeat = curl(PROCESS, adaToken, "{\"amount\": 3.21, \"currency\": \"USD\"}", "idempotency-key", key);
        var anonymous = curl("/grpc/payment/1.0.0/v1/payments", "", json, "idempotency-key", key);

        assertThat(paid.assertStatus(200).json().getString("status")).isEqualTo("STATUS_COMPLETED");
        assertThat(repeat.assertStatus(201).json().getString("id"))
                .isEqualTo(paid.json().getString("payment_id"));
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(before.subtract(balance("ada", "USD"))).isEqualByComparingTo("3.21");
    }

    @Test
    void a_payment_without_funds_is_refused_and_moves_no_money() {
        var response = curl(PROCESS, platform.tokenOf("chen"), "{\"amount\": 100, \"currency\": \"USD\"}");

        assertThat(response.status()).isEqualTo(422);
        assertThat(response.header("content-type")).startsWith("application/problem+json");
        assertThat(response.code()).isEqualTo("insufficient_funds");
        assertThat(response.json().getString("payment_id")).isNotBlank();
        assertThat(accounts("chen")).isEmpty();
    }

    @Test
    void a_payment_above_the_balance_is_refused_and_moves_no_money() {
        var before = balance("ada", "USD");

        var response = curl(PROCESS, adaToken, "{\"amount\": 1000000, \"currency\": \"USD\"}");

        assertThat(response.status()).isEqualTo(422);
        assertThat(response.code()).isEqualTo("insufficient_funds");
        assertThat(balance("ada", "USD")).isEqualByComparingTo(before);
    }

    @Test
    void a_payment_in_another_currency_is_converted() {
        var before = balance("blaise", "EUR");

        var response = curl(
                PROCESS,
                platform.tokenOf("blaise"),
                "{\"amount\": \"50.00\", \"currency\": \"GBP\", \"to\": \"@ada\"}");

        assertThat(response.status()).isEqualTo(201);
        var source = response.json().getJsonObject("source");
        assertThat(source.getString("currency")).isEqualTo("EUR");
        assertThat(before.subtract(balance("blaise", "EUR"))).isEqualByComparingTo(source.getString("amount"));
        assertThat(balance("ada", "GBP")).isGreaterThanOrEqualTo(new BigDecimal("50.00"));
        assertThat(new BigDecimal(response.json().getString("rate"))).isPositive();
    }

    @Test
    void one_query_returns_user_payments_and_balance() {
        curl(PROCESS, adaToken, "{\"amount\": 1, \"currency\": \"USD\"}");

        for (String userId : List.of("me", ada)) {
            var response = graphql(
                    adaToken,
                    """
                    query { userDashboard(userId: "%s") {
                      user { id username email } recentPayments { id amount status } balance } }"""
                            .formatted(userId));

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.json().getJsonArray("errors")).isNull();
            var dashboard = response.json().getJsonObject("data").getJsonObject("userDashboard");
            assertThat(dashboard.getJsonObject("user"))
                    .isEqualTo(new JsonObject()
                            .put("id", ada)
                            .put("username", "ada")
                            .put("email", platform.user("ada").email()));
            assertThat(dashboard.getJsonArray("recentPayments")).isNotEmpty();
            assertThat(dashboard.getString("balance"))
                    .isEqualTo(balance("ada", "USD").toPlainString());
        }
    }

    @Test
    void a_user_cannot_see_the_dashboard_of_another_user() {
        var response = graphql(platform.tokenOf("chen"), "{ userDashboard(userId: \"" + ada + "\") { balance } }");

        var error = response.json().getJsonArray("errors").getJsonObject(0);
        assertThat(error.getJsonObject("extensions").getString("code"))
                .isIn("forbidden", "user_not_found", "not_found");
    }

    @Test
    void a_subscriber_receives_an_acknowledgement_a_snapshot_and_live_ticks() {
        try (var stream = RateStream.open(platform.client(), List.of("USD/EUR"))) {
            var types = new ArrayList<String>();
            var ticks = new ArrayList<JsonObject>();
            while (ticks.size() < 3) {
                var message = stream.next(TIMEOUT);
                types.add(message.getString("type"));
                if (message.getString("type").equals("tick")) {
                    ticks.add(message);
                }
            }

            assertThat(types).startsWith("subscribed", "snapshot", "tick");
            assertThat(ticks).allSatisfy(tick -> {
                assertThat(tick.getString("pair")).isEqualTo("USD/EUR");
                assertThat(new BigDecimal(tick.getString("bid")))
                        .isLessThanOrEqualTo(new BigDecimal(tick.getString("ask")));
            });
            assertThat(ticks.get(1).getLong("seq")).isEqualTo(ticks.get(0).getLong("seq") + 1);
        }
    }

    @Test
    void a_user_is_read_over_grpc() {
        var user = platform.grpc(ServiceName.PROFILE)
                .call(
                        ProfileServiceGrpcClient.GetUser,
                        GetUserRequest.newBuilder().setUserId(ada).build(),
                        adaToken)
                .map(GetUserResponse::getUser)
                .await();

        assertThat(user.getUserId()).isEqualTo(ada);
        assertThat(user.getUsername()).isEqualTo("ada");
        assertThat(user.getEmail()).isEqualTo(platform.user("ada").email());
    }

    @Test
    void a_service_checks_ownership_itself() {
        String path = "/users/" + ada;

        var owner = platform.http(ServiceName.PROFILE).get(path, adaToken);
        var anonymous = platform.http(ServiceName.PROFILE).get(path);
        var otherUser = platform.http(ServiceName.PROFILE).get(path, platform.tokenOf("chen"));

        assertThat(owner.status()).isEqualTo(200);
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(otherUser.status()).isIn(403, 404);
    }

    @Test
    void one_correlation_id_appears_at_the_edge_in_the_ledger_and_in_kafka() {
        String correlationId = "system-test-" + UUID.randomUUID();

        var response =
                curl(PROCESS, adaToken, "{\"amount\": 2, \"currency\": \"USD\"}", "x-correlation-id", correlationId);

        assertThat(response.header("x-correlation-id")).isEqualTo(correlationId);
        assertThat(response.json().getString("correlation_id")).isEqualTo(correlationId);
        assertThat(entries("ada", "USD"))
                .anySatisfy(entry -> assertThat(entry.getCorrelationId()).isEqualTo(correlationId));
        assertThat(completedEvents(response.json().getString("id")))
                .anySatisfy(
                        event -> assertThat(header(event, "x-correlation-id")).isEqualTo(correlationId));
    }

    @Test
    void the_trial_balance_is_zero_in_every_currency() {
        var token = platform.client().operatorToken("ledger:admin");

        var books = ledger().call(
                        LedgerServiceGrpcClient.GetTrialBalance, GetTrialBalanceRequest.getDefaultInstance(), token)
                .await();

        assertThat(books.getTotalsList()).isNotEmpty().allSatisfy(total -> assertThat(
                        new BigDecimal(total.getDifference()))
                .isZero());
    }

    @Test
    void every_service_is_ready_and_serves_its_contract_and_metrics() {
        for (ServiceName service : ServiceName.values()) {
            var http = platform.http(service);
            http.get("/health/ready").assertStatus(200);
            http.get("/openapi.yaml").assertStatus(200);
            assertThat(http.get("/metrics").body()).contains("jvm_memory");
        }
    }

    /** Sends a request as {@code curl -d} does: JSON with the content type of a form. */
    private static HttpResult curl(String path, String token, String body, String... header) {
        var request =
                platform.edge().request("POST", path).token(token).body("application/x-www-form-urlencoded", body);
        return (header.length == 0 ? request : request.header(header[0], header[1])).send();
    }

    private static HttpResult graphql(String token, String query) {
        return platform.edge().post("/graphql/1.0.0", token, new JsonObject().put("query", query));
    }

    private static ServiceClient ledger() {
        return platform.grpc(ServiceName.LEDGER);
    }

    private static List<Account> accounts(String username) {
        var userId = platform.user(username).userId();
        var request = ListAccountsRequest.newBuilder().setOwner(userId).build();
        return ledger().call(LedgerServiceGrpcClient.ListAccounts, request, platform.tokenOf(username))
                .await()
                .getAccountsList();
    }

    private static Account wallet(String username, String currency) {
        return accounts(username).stream()
                .filter(account -> account.getCurrency().equals(currency))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal balance(String username, String currency) {
        return new BigDecimal(wallet(username, currency).getBalance().getAmount());
    }

    private static List<Entry> entries(String username, String currency) {
        var request = ListEntriesRequest.newBuilder()
                .setAccountId(wallet(username, currency).getAccountId())
                .build();
        return ledger().call(LedgerServiceGrpcClient.ListEntries, request, platform.tokenOf(username))
                .await()
                .getEntriesList();
    }

    /** Reads the topic from its beginning until the payment's completed event arrives. */
    private static List<ConsumerRecord<String, byte[]>> completedEvents(String paymentId) {
        var config = platform.kafkaProperties();
        config.put("group.id", "system-test-" + UUID.randomUUID());
        config.put("auto.offset.reset", "earliest");
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("corridor.payment.v1"));
            await().atMost(TIMEOUT).pollInSameThread().until(() -> {
                consumer.poll(POLL_TIMEOUT).forEach(record -> {
                    if (record.key().equals(paymentId)
                            && header(record, "ce_type").equals("dev.corridor.payment.completed")) {
                        assertThat(payment(record).getPaymentId()).isEqualTo(paymentId);
                        found.add(record);
                    }
                });
                return !found.isEmpty();
            });
        }
        return found;
    }

    private static Payment payment(ConsumerRecord<String, byte[]> record) {
        try {
            return PaymentEvent.parseFrom(record.value()).getPayment();
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
