package dev.corridor.payment;

import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.Samples;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.Status;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The payment service as its callers see it, with a real database, and none of the services it calls: what it answers
 * before it needs them, and when they are away.
 */
class PaymentDoorsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String NOWHERE = "127.0.0.1:1";
    private static final String PAY_THE_MERCHANT = "{\"amount\": 100, \"currency\": \"USD\"}";

    private static TestDatabase database;
    private static TestIssuer issuer;
    private static ServiceRuntime runtime;
    private static ServiceClient grpc;
    private static String url;

    private final UUID ada = UUID.randomUUID();
    private final UUID blaise = UUID.randomUUID();

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        issuer = TestIssuer.start();
        runtime = ServiceRuntime.start();
        int httpPort = Ports.free();
        int grpcPort = Ports.free();
        var environment = new HashMap<>(database.environment());
        environment.putAll(issuer.environment());
        environment.put("HTTP_PORT", Integer.toString(httpPort));
        environment.put("GRPC_PORT", Integer.toString(grpcPort));
        List.of("KAFKA_BOOTSTRAP_SERVERS", "PROFILE_GRPC", "LEDGER_GRPC", "FOREX_GRPC")
                .forEach(key -> environment.put(key, NOWHERE));
        new PaymentService().deploy(runtime, Settings.of(environment)).await();
        url = "http://127.0.0.1:" + httpPort;
        grpc = ServiceClient.connect(runtime.vertx(), "payment", List.of(new HostPort("127.0.0.1", grpcPort)));
    }

    @AfterAll
    static void stop() {
        runtime.vertx().close().await();
        issuer.close();
        database.close();
    }

    @Test
    void without_the_services_it_needs_nothing_is_paid_and_the_caller_may_repeat() throws Exception {
        var response = post("/process", tokenOf(ada), "key-1", PAY_THE_MERCHANT);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(json(response).getString("code")).isEqualTo("service_unavailable");
        assertThat(json(get("/payments", tokenOf(ada))).getJsonArray("payments"))
                .isEmpty();
        assertThat(get("/idempotency-keys/key-1", tokenOf(ada)).statusCode()).isEqualTo(404);
    }

    @Test
    void during_an_outage_a_key_that_was_used_for_something_else_is_still_known() throws Exception {
        completed(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", PAY_THE_MERCHANT);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).getString("code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void a_repeat_of_a_completed_payment_answers_that_payment() throws Exception {
        var paid = completed(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("\"5.00\""));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("idempotency-replayed")).hasValue("true");
        assertThat(response.headers().firstValue("location")).hasValue("/payments/" + paid.id());
        assertThat(json(response).getString("id")).isEqualTo(paid.id().toString());
        assertThat(json(response).getString("status")).isEqualTo("COMPLETED");
    }

    @Test
    void a_repeat_of_a_refused_payment_is_refused_the_same_way() throws Exception {
        var refused = refused(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("5"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("idempotency-replayed")).hasValue("true");
        assertThat(json(response).getString("code")).isEqualTo("insufficient_funds");
        assertThat(json(response).getString("payment_id"))
                .isEqualTo(refused.id().toString());
    }

    @Test
    void a_key_that_was_used_for_something_else_is_refused() throws Exception {
        completed(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("6"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).getString("code")).isEqualTo("idempotency_key_reused");
        assertProblem("idempotency_key_reused", grpc.call(PaymentServiceGrpcClient.Process, rpc("6"), tokenOf(ada)));
    }

    @Test
    void a_repeat_while_the_first_is_under_way_is_told_so() throws Exception {
        var first = insert(adaPaysBlaise("key-1"));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("5"));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.headers().firstValue("retry-after")).contains("1");
        assertThat(json(response).getString("code")).isEqualTo("request_in_progress");
        assertThat(json(response).getString("payment_id")).isEqualTo(first.id().toString());
    }

    @Test
    void both_doors_answer_the_same_payment() throws Exception {
        var paid = completed(insert(adaPaysBlaise("key-1")));

        var byRest = json(get("/payments/" + paid.id(), tokenOf(ada)));
        var byRpc = grpc.call(
                        PaymentServiceGrpcClient.GetPayment,
                        GetPaymentRequest.newBuilder()
                                .setPaymentId(paid.id().toString())
                                .build(),
                        tokenOf(blaise))
                .await();
        var replayed = grpc.call(PaymentServiceGrpcClient.Process, rpc("5"), tokenOf(ada))
                .await();

        assertThat(byRest.getString("amount")).isEqualTo("5.00");
        assertThat(byRest.getString("rate")).isEqualTo("1");
        assertThat(byRest.getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "5.00").put("currency", "USD"));
        assertThat(byRest.getValue("failure")).isNull();
        assertThat(byRpc.getStatus()).isEqualTo(Status.STATUS_COMPLETED);
        assertThat(byRpc.getPaymentId()).isEqualTo(byRest.getString("id"));
        assertThat(byRpc.getPayee()).isEqualTo(blaise.toString());
        assertThat(replayed).isEqualTo(byRpc);
    }

    @Test
    void others_payments_look_like_nobodys() throws Exception {
        var paid = completed(insert(adaPaysBlaise("key-1")));
        String stranger = tokenOf(UUID.randomUUID());

        assertThat(get("/payments/" + paid.id(), stranger).statusCode()).isEqualTo(404);
        assertThat(get("/payments/" + UUID.randomUUID(), stranger).statusCode()).isEqualTo(404);
        assertThat(get("/payments/1-1-1-1-1", stranger).statusCode()).isEqualTo(404);
    }

    @Test
    void one_lists_ones_own_payments_and_nobody_elses() throws Exception {
        var paid = completed(insert(adaPaysBlaise("key-1")));
        var request = ListPaymentsRequest.newBuilder().setUserId(ada.toString()).build();

        var ofPayee = json(get("/payments?limit=1", tokenOf(blaise))).getJsonArray("payments");
        var ofPayer = grpc.call(PaymentServiceGrpcClient.ListPayments, request, tokenOf(ada))
                .await();

        assertThat(ofPayee.getJsonObject(0).getString("id")).isEqualTo(paid.id().toString());
        assertThat(ofPayer.getPaymentsList()).hasSize(1);
        assertProblem("forbidden", grpc.call(PaymentServiceGrpcClient.ListPayments, request, tokenOf(blaise)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\": 0, \"currency\": \"USD\"}                              | 422 | amount_invalid",
                "{\"amount\": -5, \"currency\": \"USD\"}                             | 422 | amount_invalid",
                "{\"amount\": 0.001, \"currency\": \"USD\"}                          | 422 | amount_invalid",
                "{\"amount\": \"1e3\", \"currency\": \"USD\"}                        | 422 | amount_invalid",
                "{\"amount\": 99999999999999999999, \"currency\": \"USD\"}           | 422 | amount_invalid",
                "{\"amount\": 1, \"currency\": \"XYZ\"}                              | 422 | unknown_currency",
                "{\"amount\": 1, \"currency\": \"USD\", \"from_currency\": \"usd\"}  | 422 | unknown_currency",
                "{\"amount\": 1, \"currency\": \"USD\", \"to\": \"blaise\"}          | 422 | payee_not_found",
                "{\"amount\": 1, \"currency\": \"USD\", \"reference\": \"a\\nb\"}    | 422 | reference_invalid",
                "{\"amount\": 1, \"currency\": \"USD\", \"reference\": \"\\u0000\"}  | 400 | malformed_json",
                "{\"amount\": true, \"currency\": \"USD\"}                           | 400 | invalid_request",
                "{\"amount\": null, \"currency\": \"USD\"}                           | 400 | invalid_request",
                "{\"currency\": \"USD\"}                                             | 400 | invalid_request",
                "{\"amount\": 1}                                                     | 400 | invalid_request",
                "{\"amount\": 1, \"currency\": \"USD\", \"payer\": \"x\"}            | 400 | invalid_request",
                "{\"amount\": 1                                                      | 400 | malformed_json"
            })
    void what_cannot_be_paid_is_refused_before_anything_is_written(String body, int status, String code)
            throws Exception {
        var response = post("/process", tokenOf(ada), null, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).getString("code")).isEqualTo(code);
        assertThat(json(get("/payments", tokenOf(ada))).getJsonArray("payments"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/payments?limit=0, 400, invalid_request",
        "/payments?limit=101, 400, invalid_request",
        "/payments?limit=x, 400, invalid_request",
        "/payments?cursor=x, 400, cursor_invalid",
        "/process, 405, method_not_allowed",
        "/nothing, 404, not_found"
    })
    void a_question_that_makes_no_sense_is_told_so(String path, int status, String code) throws Exception {
        var response = get(path, tokenOf(ada));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).getString("code")).isEqualTo(code);
    }

    @Test
    void a_key_may_look_like_a_number_and_must_not_look_like_a_sentence() throws Exception {
        completed(insert(adaPaysBlaise("12345")));

        assertThat(post("/process", tokenOf(ada), "12345", blaiseGets("5")).statusCode())
                .isEqualTo(201);
        var refused = post("/process", tokenOf(ada), "a b", blaiseGets("5"));
        assertThat(json(refused).getString("code")).isEqualTo("idempotency_key_invalid");
    }

    @Test
    void money_from_outside_needs_the_banks_scope() throws Exception {
        String body = "{\"to\": \"%s\", \"amount\": 1, \"currency\": \"USD\"}".formatted(ada);

        assertThat(post("/top-ups", tokenOf(ada), null, body).statusCode()).isEqualTo(403);
        var byTheBank = post("/top-ups", issuer.token("bank", "payments:topup"), null, body);
        assertThat(json(byTheBank).getString("code")).isEqualTo("service_unavailable");
    }

    @Test
    void a_service_has_no_wallet_to_pay_from() throws Exception {
        var response = post("/process", issuer.token("bank", "payments:write"), null, PAY_THE_MERCHANT);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).getString("code")).isEqualTo("payer_not_allowed");
    }

    private PaymentRequest adaPaysBlaise(String key) {
        return PaymentRequest.payment(ada, Optional.of(key), Payee.person(blaise), usd("5"), Optional.empty(), "lunch");
    }

    private String blaiseGets(String amount) {
        return "{\"amount\": %s, \"currency\": \"USD\", \"to\": \"%s\", \"reference\": \"lunch\"}"
                .formatted(amount, blaise);
    }

    private ProcessRequest rpc(String amount) {
        return ProcessRequest.newBuilder()
                .setAmount(ProtoMoney.toProto(usd(amount)))
                .setTo(blaise.toString())
                .setReference("lunch")
                .setIdempotencyKey("key-1")
                .build();
    }

    private static Payment insert(PaymentRequest request) {
        var payment = Samples.created(request);
        assertThat(payments().insert(payment).await()).isTrue();
        return payment;
    }

    private static Payment completed(Payment payment) {
        return settled(payment, PostingOutcome.POSTED);
    }

    private static Payment refused(Payment payment) {
        return settled(payment, PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS));
    }

    private static Payment settled(Payment payment, PostingOutcome outcome) {
        var plan = Plan.withinOneCurrency(
                payment.payee().orElseThrow(), payment.request().amount());
        var planned = payment.planned(plan, Samples.NOON);
        var settled = planned.settle(outcome, Samples.NOON.plusSeconds(1));
        payments().update(planned).await();
        payments().update(settled).await();
        return settled;
    }

    private static StoredPayments payments() {
        return new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
    }

    private static String tokenOf(UUID person) {
        return issuer.token(person.toString(), "payments:read", "payments:write");
    }

    private static HttpResponse<String> get(String path, String token) throws Exception {
        return HTTP.send(request(path, token).GET().build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String token, String key, String body) throws Exception {
        var request = request(path, token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("idempotency-key", key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("authorization", "Bearer " + token);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static void assertProblem(String code, Future<?> failed) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> failed.await())
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo(code));
    }
}
