package dev.corridor.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.CapturePaymentRequest;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.PreviewPaymentRequest;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.RefundPaymentRequest;
import dev.corridor.payment.v1.TopUpRequest;
import dev.corridor.payment.v1.WithdrawRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that decide who is paid, from what, at what price, and how often: half of one, or an empty one, is refused. */
class RequestFieldsIT {
    private static final String NOWHERE = "127.0.0.1:1";
    private static final String PAYMENT = UUID.randomUUID().toString();
    private static final Money USD =
            Money.newBuilder().setAmount("1").setCurrency("USD").build();
    private static final Money LEVA =
            Money.newBuilder().setAmount("10.00").setCurrency("BGN").build();
    private static final Money HALF = Money.newBuilder().setCurrency("USD").build();

    private static TestDatabase database;
    private static RunningService service;
    private static String token;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        var environment = new HashMap<>(database.environment());
        List.of("KAFKA_BOOTSTRAP_SERVERS", "PROFILE_GRPC", "LEDGER_GRPC", "FOREX_GRPC")
                .forEach(key -> environment.put(key, NOWHERE));
        service = RunningService.start(new PaymentService(), environment);
        token = service.token(
                UUID.randomUUID().toString(),
                Scope.PAYMENTS_READ,
                Scope.PAYMENTS_WRITE,
                Scope.PAYMENTS_TOPUP,
                Scope.PAYMENTS_WITHDRAW);
    }

    @AfterAll
    static void stop() {
        service.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference=100%25%20off",
                "reference=a;b",
                "status=FAILED&status=COMPLETED",
                "status=FAILED,COMPLETED",
                "status=FAILED,COMPLETED&status=EXPIRED&expand=refunds",
                "limit=1e1",
                "from=2026-01-01",
                "from=2026-11-30T00:00:00%2B01:00&to=2026-11-30T00:00:00Z"
            })
    void a_list_is_asked_for_in_the_words_of_its_contract(String query) {
        service.http().get("/payments?" + query, token).assertStatus(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statuss=EXPIRED                                | statuss",
                "limit=1&limit=100                              | limit",
                "reference=a&reference=b                        | reference",
                "status=                                        | status",
                "counterparty=                                  | counterparty",
                "expand=everything                              | expand",
                "reference=a%C2%85b                             | reference",
                "from=0001-01-01T00:00:00Z                      | from",
                "from=%2B999999999-12-31T23:59:59-18:00         | from",
                "from=2026-03-02&to=2026-03-01                  | 2026-03-02"
            })
    void what_a_list_does_not_take_is_named(String query, String name) {
        var response = service.http().get("/payments?" + query, token);

        response.assertProblem(400, "invalid_request");
        assertThat(response.json().getString("detail")).contains(name);
    }

    @Test
    void a_key_is_read_as_it_stands() {
        for (String key : List.of("100%25", "-1", "%2525", "1e5", "null")) {
            service.http().get("/idempotency-keys/" + key, token).assertStatus(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/payments/{id}/refunds | {\"currency\": \"USD\"}                                     | amount_invalid",
                "/payments/{id}/refunds | {\"currency\": \"zzz\", \"reason\": \"sold out\"}           | amount_invalid",
                "/payments/{id}/refunds | {\"amount\": \"1.00\"}                                      | unknown_currency",
                "/payments/{id}/capture | {\"currency\": \"USD\"}                                     | amount_invalid",
                "/payments/{id}/capture | {\"amount\": 1}                                             | unknown_currency",
                "/process | {\"amount\": 1, \"currency\": \"USD\", \"to\": \"\"}                      | payee_not_found",
                "/process | {\"amount\": 1, \"currency\": \"USD\", \"from_currency\": \"\"}           | unknown_currency",
                "/process | {\"amount\": 1, \"currency\": \"USD\", \"expires_in\": 60}                | hold_invalid",
                "/process | {\"amount\": 1, \"currency\": \"USD\", \"to\": \"\", \"preview\": true}   | payee_not_found"
            })
    void rest_refuses_it(String path, String body, String code) {
        var response = service.http()
                .request("POST", path.replace("{id}", PAYMENT))
                .token(token)
                .json(body)
                .send();

        response.assertStatus(422);
        assertThat(response.code()).isEqualTo(code);
    }

    /** The other services are not reachable here, so the refusal comes before any of them is asked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/process     | {\"amount\": 10, \"currency\": \"BGN\"}                                             | 2025-12-31",
                "/process     | {\"amount\": 1, \"currency\": \"HRK\", \"preview\": true}                            | 2022-12-31",
                "/process     | {\"amount\": 1, \"currency\": \"DEM\", \"capture\": \"later\"}                        | 1998-12-31",
                "/process     | {\"amount\": 1, \"currency\": \"EUR\", \"from_currency\": \"BYR\"}                    | 2016-12-31",
                "/process     | {\"amount\": 1, \"currency\": \"EUR\", \"from_currency\": \"BGN\", \"capture\": \"later\"} | 2025-12-31",
                "/top-ups     | {\"amount\": 1, \"currency\": \"HRK\", \"to\": \"@ada\"}                             | 2022-12-31",
                "/withdrawals | {\"amount\": 1, \"currency\": \"ITL\"}                                              | 1998-12-31"
            })
    void a_currency_that_has_ended_is_refused(String path, String body, String lastDay) {
        var response = service.http().post(path, token, body);

        response.assertStatus(422);
        assertThat(response.code()).isEqualTo("unknown_currency");
        assertThat(response.json().getString("last_date")).isEqualTo(lastDay);
    }

    @Test
    void an_empty_quote_is_no_quote_at_the_live_price() {
        var body = "{\"amount\": 1, \"currency\": \"USD\", \"quote_id\": \"\"}";

        assertThat(service.http().post("/process", token, body).status()).isEqualTo(400);
    }

    static Stream<Arguments> requests() {
        var pay = ProcessRequest.newBuilder().setAmount(USD).build();
        var list = ListPaymentsRequest.getDefaultInstance();
        return Stream.of(
                Arguments.of(PaymentServiceGrpcClient.Process, pay.toBuilder().setTo(""), "payee_not_found"),
                Arguments.of(PaymentServiceGrpcClient.Process, pay.toBuilder().setFromCurrency(""), "unknown_currency"),
                Arguments.of(PaymentServiceGrpcClient.Process, pay.toBuilder().setAmount(LEVA), "unknown_currency"),
                Arguments.of(
                        PaymentServiceGrpcClient.TopUp,
                        TopUpRequest.newBuilder().setTo("@ada").setAmount(LEVA),
                        "unknown_currency"),
                Arguments.of(
                        PaymentServiceGrpcClient.Withdraw,
                        WithdrawRequest.newBuilder().setAmount(LEVA),
                        "unknown_currency"),
                Arguments.of(PaymentServiceGrpcClient.Process, pay.toBuilder().setQuoteId(""), "quote_not_found"),
                Arguments.of(
                        PaymentServiceGrpcClient.Process,
                        pay.toBuilder().setIdempotencyKey(""),
                        "idempotency_key_invalid"),
                Arguments.of(
                        PaymentServiceGrpcClient.Process, pay.toBuilder().setTargetCurrency("EUR"), "target_mismatch"),
                Arguments.of(PaymentServiceGrpcClient.Process, pay.toBuilder().setFixedSideValue(9), "invalid_request"),
                Arguments.of(
                        PaymentServiceGrpcClient.Process, pay.toBuilder().setRefundPolicyValue(9), "invalid_request"),
                Arguments.of(
                        PaymentServiceGrpcClient.PreviewPayment,
                        PreviewPaymentRequest.newBuilder()
                                .setPayment(pay.toBuilder().setTo("")),
                        "payee_not_found"),
                Arguments.of(
                        PaymentServiceGrpcClient.RefundPayment,
                        RefundPaymentRequest.newBuilder().setPaymentId(PAYMENT).setAmount(HALF),
                        "amount_invalid"),
                Arguments.of(
                        PaymentServiceGrpcClient.CapturePayment,
                        CapturePaymentRequest.newBuilder().setPaymentId(PAYMENT).setAmount(HALF),
                        "amount_invalid"),
                Arguments.of(
                        PaymentServiceGrpcClient.ListPayments, list.toBuilder().setUserId(""), "forbidden"),
                Arguments.of(
                        PaymentServiceGrpcClient.ListPayments, list.toBuilder().setCounterparty(""), "invalid_request"),
                Arguments.of(
                        PaymentServiceGrpcClient.ListPayments,
                        list.toBuilder().addStatusesValue(99),
                        "invalid_request"),
                Arguments.of(
                        PaymentServiceGrpcClient.ListPayments,
                        list.toBuilder().addStatusesValue(0),
                        "invalid_request"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    @SuppressWarnings("unchecked")
    void grpc_refuses_it(ServiceMethod<?, ?> method, Message.Builder request, String code) {
        var outcome = service.grpc().outcome((ServiceMethod<?, Message>) method, request.build(), token);

        assertThat(outcome.error().getReason()).isEqualTo(code);
    }

    @Test
    void an_empty_list_filter_is_refused_over_rest() {
        for (var parameter : List.of("counterparty", "currency", "cursor", "from", "min_amount")) {
            assertThat(service.http().get("/payments?" + parameter + "=", token).status())
                    .as(parameter)
                    .isBetween(400, 422);
        }
    }
}
