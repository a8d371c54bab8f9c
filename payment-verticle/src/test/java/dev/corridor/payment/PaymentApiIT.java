package dev.corridor.payment;

import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.RunningService;
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
import dev.corridor.payment.v1.StreamPaymentsRequest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The payment service over REST and gRPC with a real database, while the services that it calls are unreachable. */
class PaymentApiIT {
    private static final String NOWHERE = "127.0.0.1:1";
    private static final String PAY_THE_MERCHANT = "{\"amount\": 100, \"currency\": \"USD\"}";

    private static TestDatabase database;
    private static RunningService service;

    private final UUID ada = UUID.randomUUID();
    private final UUID blaise = UUID.randomUUID();

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        var environment = new HashMap<>(database.environment());
        List.of("KAFKA_BOOTSTRAP_SERVERS", "PROFILE_GRPC", "LEDGER_GRPC", "FOREX_GRPC")
                .forEach(key -> environment.put(key, NOWHERE));
        service = RunningService.start(new PaymentService(), environment);
    }

    @AfterAll
    static void stop() {
        service.close();
        database.close();
    }

    @Test
    void streams_of_payments_end_with_their_token() {
        service.grpc()
                .outcome(
                        PaymentServiceGrpcClient.StreamPayments,
                        StreamPaymentsRequest.getDefaultInstance(),
                        soonExpired())
                .assertProblem(GrpcStatus.UNAUTHENTICATED, "token_expired");

        var events = service.http()
                .request("GET", "/payments/stream")
                .token(soonExpired())
                .sendForLines();
        assertThat(events.body().toList()).contains("event: problem");
    }

    private String soonExpired() {
        return service.tokenUntil(Instant.now().plusSeconds(3), ada.toString(), Scope.PAYMENTS_READ);
    }

    @Test
    void during_an_outage_nothing_is_paid_and_the_caller_may_repeat() {
        var response = post("/process", tokenOf(ada), "key-1", PAY_THE_MERCHANT);

        response.assertStatus(503);
        assertThat(response.header("retry-after")).isNotEmpty();
        assertThat(response.code()).isEqualTo("service_unavailable");
        assertThat(get("/payments", tokenOf(ada)).json().getJsonArray("payments"))
                .isEmpty();
        assertThat(get("/idempotency-keys/key-1", tokenOf(ada)).status()).isEqualTo(404);
    }

    @Test
    void during_an_outage_a_key_with_other_content_is_still_refused() {
        completed(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", PAY_THE_MERCHANT);

        response.assertStatus(422);
        assertThat(response.code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void a_repeat_of_a_completed_payment_replays_it() {
        var paid = completed(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("\"5.00\""));

        response.assertStatus(201);
        assertThat(response.header("idempotency-replayed")).isEqualTo("true");
        assertThat(response.header("location")).isEqualTo("payments/" + paid.id());
        assertThat(response.json().getString("id")).isEqualTo(paid.id().toString());
        assertThat(response.json().getString("status")).isEqualTo("COMPLETED");
    }

    @Test
    void a_repeat_of_a_refused_payment_is_refused_the_same_way() {
        var refused = refused(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("5"));

        response.assertStatus(422);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(response.header("idempotency-replayed")).isEqualTo("true");
        assertThat(response.code()).isEqualTo("insufficient_funds");
        assertThat(response.json().getString("payment_id"))
                .isEqualTo(refused.id().toString());
    }

    @Test
    void a_key_with_other_content_is_refused() {
        completed(insert(adaPaysBlaise("key-1")));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("6"));

        response.assertStatus(422);
        assertThat(response.code()).isEqualTo("idempotency_key_reused");
        assertProblem(
                "idempotency_key_reused",
                service.grpc().start(PaymentServiceGrpcClient.Process, rpc("6"), tokenOf(ada)));
    }

    @Test
    void a_repeat_while_the_first_request_is_in_flight_is_a_conflict() {
        var first = insert(adaPaysBlaise("key-1"));

        var response = post("/process", tokenOf(ada), "key-1", blaiseGets("5"));

        response.assertStatus(409);
        assertThat(response.header("retry-after")).isEqualTo("1");
        assertThat(response.code()).isEqualTo("request_in_progress");
        assertThat(response.json().getString("payment_id")).isEqualTo(first.id().toString());
    }

    @Test
    void both_transports_return_the_same_payment() {
        var paid = completed(insert(adaPaysBlaise("key-1")));

        var byRest = get("/payments/" + paid.id(), tokenOf(ada)).json();
        var byRpc = service.grpc()
                .call(
                        PaymentServiceGrpcClient.GetPayment,
                        GetPaymentRequest.newBuilder()
                                .setPaymentId(paid.id().toString())
                                .build(),
                        tokenOf(blaise))
                .getPayment();
        var replayed = service.grpc()
                .call(PaymentServiceGrpcClient.Process, rpc("5"), tokenOf(ada))
                .getPayment();

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
    void a_payment_of_others_is_reported_like_an_unknown_id() {
        var paid = completed(insert(adaPaysBlaise("key-1")));
        String other = tokenOf(UUID.randomUUID());

        assertThat(get("/payments/" + paid.id(), other).status()).isEqualTo(404);
        assertThat(get("/payments/" + UUID.randomUUID(), other).status()).isEqualTo(404);
        assertThat(get("/payments/1-1-1-1-1", other).status()).isEqualTo(404);
    }

    @Test
    void a_cursor_continues_only_the_list_that_it_ends() {
        completed(insert(adaPaysBlaise("key-1")));
        completed(insert(adaPaysBlaise("key-2")));
        String cursor =
                get("/payments?limit=1&status=COMPLETED", tokenOf(ada)).json().getString("next_cursor");

        var next = get("/payments?limit=5&status=COMPLETED&cursor=" + cursor, tokenOf(ada));
        assertThat(next.json().getJsonArray("payments")).hasSize(1);
        for (var other : List.of("", "status=FAILED&", "status=COMPLETED&reference=lunch&")) {
            assertThat(get("/payments?" + other + "cursor=" + cursor, tokenOf(ada))
                            .code())
                    .isEqualTo("cursor_invalid");
        }
        var request = ListPaymentsRequest.newBuilder().setCursor(cursor);
        assertProblem(
                "cursor_invalid",
                service.grpc().start(PaymentServiceGrpcClient.ListPayments, request.build(), tokenOf(ada)));
        assertThat(service.grpc()
                        .call(
                                PaymentServiceGrpcClient.ListPayments,
                                request.addStatuses(Status.STATUS_COMPLETED).build(),
                                tokenOf(ada))
                        .getPaymentsList())
                .hasSize(1);
    }

    @Test
    void a_user_lists_only_their_own_payments() {
        var paid = completed(insert(adaPaysBlaise("key-1")));
        var request = ListPaymentsRequest.newBuilder().setUserId(ada.toString()).build();

        var ofPayee = get("/payments?limit=1", tokenOf(blaise)).json().getJsonArray("payments");
        var ofPayer = service.grpc().call(PaymentServiceGrpcClient.ListPayments, request, tokenOf(ada));

        assertThat(ofPayee.getJsonObject(0).getString("id")).isEqualTo(paid.id().toString());
        assertThat(ofPayer.getPaymentsList()).hasSize(1);
        assertProblem(
                "forbidden", service.grpc().start(PaymentServiceGrpcClient.ListPayments, request, tokenOf(blaise)));
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
                "{\"amount\": 1, \"currency\": \"USD\", \"reference\": \"a\\nb\"}    | 400 | invalid_request",
                "{\"amount\": 1, \"currency\": \"USD\", \"reference\": \"\\u0000\"}  | 400 | malformed_json",
                "{\"amount\": true, \"currency\": \"USD\"}                           | 400 | invalid_request",
                "{\"amount\": null, \"currency\": \"USD\"}                           | 400 | invalid_request",
                "{\"currency\": \"USD\"}                                             | 400 | invalid_request",
                "{\"amount\": 1}                                                     | 400 | invalid_request",
                "{\"amount\": 1, \"currency\": \"USD\", \"payer\": \"x\"}            | 400 | invalid_request",
                "{\"amount\": 1                                                      | 400 | malformed_json"
            })
    void an_invalid_payment_is_refused_and_not_stored(String body, int status, String code) {
        var response = post("/process", tokenOf(ada), null, body);

        response.assertStatus(status);
        assertThat(response.code()).isEqualTo(code);
        assertThat(get("/payments", tokenOf(ada)).json().getJsonArray("payments"))
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
    void an_invalid_request_is_refused_with_its_code(String path, int status, String code) {
        var response = get(path, tokenOf(ada));

        response.assertStatus(status);
        assertThat(response.code()).isEqualTo(code);
    }

    @Test
    void a_key_may_be_a_number_but_has_no_spaces() {
        completed(insert(adaPaysBlaise("12345")));

        assertThat(post("/process", tokenOf(ada), "12345", blaiseGets("5")).status())
                .isEqualTo(201);
        var refused = post("/process", tokenOf(ada), "a b", blaiseGets("5"));
        assertThat(refused.code()).isEqualTo("idempotency_key_invalid");
    }

    @Test
    void a_top_up_needs_the_banks_scope() {
        String body = "{\"to\": \"%s\", \"amount\": 1, \"currency\": \"USD\"}".formatted(ada);

        assertThat(post("/top-ups", tokenOf(ada), null, body).status()).isEqualTo(403);
        var byTheBank = post("/top-ups", service.token("bank", Scope.PAYMENTS_TOPUP), null, body);
        assertThat(byTheBank.code()).isEqualTo("service_unavailable");
    }

    @Test
    void a_service_has_no_wallet_to_pay_from() {
        var response = post("/process", service.token("bank", Scope.PAYMENTS_WRITE), null, PAY_THE_MERCHANT);

        response.assertStatus(422);
        assertThat(response.code()).isEqualTo("payer_not_allowed");
    }

    private PaymentRequest adaPaysBlaise(String key) {
        return PaymentRequest.payment(ada, Optional.of(key), Payee.user(blaise), usd("5"), Optional.empty(), "lunch");
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
        return ended(payment, PostingOutcome.POSTED);
    }

    private static Payment refused(Payment payment) {
        return ended(payment, PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS));
    }

    private static Payment ended(Payment payment, PostingOutcome outcome) {
        var plan = Plan.withinOneCurrency(
                payment.payee().orElseThrow(), payment.request().amount());
        var planned = payment.planned(plan, Samples.NOON);
        var ended = planned.applyOutcome(outcome, Samples.NOON.plusSeconds(1));
        payments().update(planned).await();
        payments().update(ended).await();
        return ended;
    }

    private static StoredPayments payments() {
        return new StoredPayments(database.vertx(), database.database(), Duration.ofHours(1));
    }

    private static String tokenOf(UUID user) {
        return service.token(user.toString(), Scope.PAYMENTS_READ, Scope.PAYMENTS_WRITE);
    }

    private static HttpResult get(String path, String token) {
        return service.http().get(path, token);
    }

    private static HttpResult post(String path, String token, String key, String body) {
        return service.http()
                .request("POST", path)
                .token(token)
                .header("idempotency-key", key)
                .json(body)
                .send();
    }

    private static void assertProblem(String code, Future<?> failed) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> failed.await())
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo(code));
    }
}
