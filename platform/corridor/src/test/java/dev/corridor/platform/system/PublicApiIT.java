package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.Entry;
import dev.corridor.ledger.v1.GetTrialBalanceRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.payment.v1.PaymentEvent;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a newcomer does with a platform that is up, through the doors that everybody has. */
class PublicApiIT {
    private static final String PROCESS = "/api/payment/1.0.0/process";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static RunningPlatform platform;
    private static PlatformHttp doors;
    private static String ada;
    private static String adasToken;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.shared();
        doors = platform.doors();
        ada = platform.person("ada").userId();
        adasToken = platform.tokenOf("ada");
    }

    @Test
    void a_payment_as_curl_sends_it_is_completed() {
        var before = balance("ada", "USD");

        var answer = doors.curl(PROCESS, adasToken, "{\"amount\": 100, \"currency\": \"USD\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().getString("status")).isEqualTo("COMPLETED");
        assertThat(answer.json().getString("amount")).isEqualTo("100.00");
        assertThat(answer.json().getString("payer")).isEqualTo(ada);
        assertThat(before.subtract(balance("ada", "USD"))).isEqualByComparingTo("100.00");
    }

    @Test
    void a_repeat_with_the_same_key_answers_the_same_payment_and_moves_nothing() {
        String key = UUID.randomUUID().toString();
        String body = "{\"amount\": \"12.34\", \"currency\": \"USD\"}";
        var first = doors.curl(PROCESS, adasToken, body, "idempotency-key", key);
        var before = balance("ada", "USD");

        var repeat = doors.curl(PROCESS, adasToken, body, "idempotency-key", key);
        var other = doors.curl(PROCESS, adasToken, "{\"amount\": 1, \"currency\": \"USD\"}", "idempotency-key", key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(repeat.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(repeat.header("idempotency-replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(balance("ada", "USD")).isEqualByComparingTo(before);
    }

    @Test
    void without_the_money_a_payment_is_refused_and_nothing_moves() {
        var answer = doors.curl(PROCESS, platform.tokenOf("chen"), "{\"amount\": 100, \"currency\": \"USD\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo("insufficient_funds");
        assertThat(answer.json().getString("payment_id")).isNotBlank();
        assertThat(accounts("chen")).isEmpty();
    }

    @Test
    void more_than_the_wallet_holds_is_refused_and_nothing_moves() {
        var before = balance("ada", "USD");

        var answer = doors.curl(PROCESS, adasToken, "{\"amount\": 1000000, \"currency\": \"USD\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("insufficient_funds");
        assertThat(balance("ada", "USD")).isEqualByComparingTo(before);
    }

    @Test
    void a_payment_in_a_currency_the_payer_lacks_converts_through_the_fx_positions() {
        var before = balance("blaise", "EUR");

        var answer = doors.curl(
                PROCESS,
                platform.tokenOf("blaise"),
                "{\"amount\": \"50.00\", \"currency\": \"GBP\", \"to\": \"@ada\"}");

        assertThat(answer.status()).isEqualTo(201);
        var source = answer.json().getJsonObject("source");
        assertThat(source.getString("currency")).isEqualTo("EUR");
        assertThat(before.subtract(balance("blaise", "EUR"))).isEqualByComparingTo(source.getString("amount"));
        assertThat(balance("ada", "GBP")).isGreaterThanOrEqualTo(new BigDecimal("50.00"));
        assertThat(new BigDecimal(answer.json().getString("rate"))).isPositive();
    }

    @Test
    void the_dashboard_answers_user_payments_and_balance_in_one_query() {
        doors.curl(PROCESS, adasToken, "{\"amount\": 1, \"currency\": \"USD\"}");

        for (String userId : List.of("me", ada)) {
            var answer = graphql(
                    adasToken,
                    """
                    query { userDashboard(userId: "%s") {
                      user { id username email } recentPayments { id amount status } balance } }"""
                            .formatted(userId));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getJsonArray("errors")).isNull();
            var dashboard = answer.json().getJsonObject("data").getJsonObject("userDashboard");
            assertThat(dashboard.getJsonObject("user"))
                    .isEqualTo(new JsonObject()
                            .put("id", ada)
                            .put("username", "ada")
                            .put("email", platform.person("ada").email()));
            assertThat(dashboard.getJsonArray("recentPayments")).isNotEmpty();
            assertThat(dashboard.getString("balance"))
                    .isEqualTo(balance("ada", "USD").toPlainString());
        }
    }

    @Test
    void nobody_sees_somebody_elses_dashboard() {
        var answer = graphql(platform.tokenOf("chen"), "{ userDashboard(userId: \"" + ada + "\") { balance } }");

        var error = answer.json().getJsonArray("errors").getJsonObject(0);
        assertThat(error.getJsonObject("extensions").getString("code"))
                .isIn("forbidden", "user_not_found", "not_found");
    }

    @Test
    void a_subscriber_gets_an_acknowledgement_a_snapshot_and_live_ticks() {
        try (var stream = RateStream.open(platform.client(), List.of("USD/EUR"))) {
            var types = new ArrayList<String>();
            var ticks = new ArrayList<JsonObject>();
            while (ticks.size() < 3) {
                var message = stream.next(PATIENCE);
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
    void a_grpc_client_gets_a_user() {
        var user = platform.grpc(ServiceName.PROFILE)
                .call(
                        ProfileServiceGrpcClient.GetUser,
                        GetUserRequest.newBuilder().setUserId(ada).build(),
                        adasToken)
                .await();

        assertThat(user.getUserId()).isEqualTo(ada);
        assertThat(user.getUsername()).isEqualTo("ada");
        assertThat(user.getEmail()).isEqualTo(platform.person("ada").email());
    }

    @Test
    void a_services_own_door_answers_its_owner_only() {
        String path = "/users/" + ada;

        var own = doors.get(doors.service(ServiceName.PROFILE, path), adasToken);
        var anonymous =
                PlatformHttp.send(doors.service(ServiceName.PROFILE, path).GET());
        var others = doors.get(doors.service(ServiceName.PROFILE, path), platform.tokenOf("chen"));

        assertThat(own.status()).isEqualTo(200);
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(others.status()).isIn(403, 404);
    }

    @Test
    void one_correlation_id_runs_from_the_edge_to_the_ledger_and_onto_kafka() {
        String correlationId = "system-test-" + UUID.randomUUID();

        var answer = doors.curl(
                PROCESS, adasToken, "{\"amount\": 2, \"currency\": \"USD\"}", "x-correlation-id", correlationId);

        assertThat(answer.header("x-correlation-id")).isEqualTo(correlationId);
        assertThat(answer.json().getString("correlation_id")).isEqualTo(correlationId);
        assertThat(entries("ada", "USD"))
                .anySatisfy(entry -> assertThat(entry.getCorrelationId()).isEqualTo(correlationId));
        assertThat(completedEvents(answer.json().getString("id")))
                .anySatisfy(
                        event -> assertThat(header(event, "x-correlation-id")).isEqualTo(correlationId));
    }

    @Test
    void the_books_balance_in_every_currency() {
        var token = platform.client().operatorToken("ledger:admin");

        var books = ledger().call(
                        LedgerServiceGrpcClient.GetTrialBalance, GetTrialBalanceRequest.getDefaultInstance(), token)
                .await();

        assertThat(books.getTotalsList()).isNotEmpty().allSatisfy(total -> assertThat(
                        new BigDecimal(total.getDifference()))
                .isZero());
    }

    @Test
    void every_service_is_ready_and_shows_its_contract_and_metrics() {
        for (ServiceName service : ServiceName.values()) {
            assertThat(PlatformHttp.send(doors.service(service, "/health/ready").GET())
                            .status())
                    .isEqualTo(200);
            assertThat(PlatformHttp.send(doors.service(service, "/openapi.yaml").GET())
                            .status())
                    .isEqualTo(200);
            assertThat(PlatformHttp.send(doors.service(service, "/metrics").GET())
                            .response()
                            .body())
                    .contains("jvm_memory");
        }
    }

    private static PlatformHttp.Answer graphql(String token, String query) {
        return PlatformHttp.send(doors.edge("/graphql/1.0.0")
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("query", query).encode())));
    }

    private static ServiceClient ledger() {
        return platform.grpc(ServiceName.LEDGER);
    }

    private static List<Account> accounts(String username) {
        var person = platform.person(username).userId();
        var request = ListAccountsRequest.newBuilder().setOwner(person).build();
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

    /** Reads the topic from its beginning until the payment's completion is there. */
    private static List<ConsumerRecord<String, byte[]>> completedEvents(String paymentId) {
        var config = Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:" + platform.ports().kafka(),
                "group.id", "system-test-" + UUID.randomUUID(),
                "auto.offset.reset", "earliest");
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("corridor.payment.v1"));
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (found.isEmpty() && System.nanoTime() < giveUpAt) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(paymentId)
                            && header(record, "ce_type").equals("dev.corridor.payment.completed")) {
                        assertThat(payment(record).getPaymentId()).isEqualTo(paymentId);
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    private static dev.corridor.payment.v1.Payment payment(ConsumerRecord<String, byte[]> record) {
        try {
            return PaymentEvent.parseFrom(record.value()).getPayment();
        } catch (com.google.protobuf.InvalidProtocolBufferException notAnEvent) {
            throw new AssertionError(notAnEvent);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
