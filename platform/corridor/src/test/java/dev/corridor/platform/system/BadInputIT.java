package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rubbish at every door: what comes back is a problem with a code, and never a 500, a hang or a stack trace. */
class BadInputIT {
    private static final RunningPlatform PLATFORM = RunningPlatform.shared();
    private static final PlatformHttp DOORS = PLATFORM.doors();
    private static final String TOKEN = PLATFORM.tokenOf("ada");
    private static final String NOBODY = "01900000-0000-7000-8000-00000000dead";

    /** What was sent, where, and what must come back. */
    private record Case(String name, Supplier<HttpRequest.Builder> request, int status, String code) {}

    @TestFactory
    Stream<DynamicTest> bodies_of_a_payment() {
        var bodies = List.of(
                body("malformed JSON", "{\"amount\": 100,", 400, "malformed_json"),
                body("no JSON at all", "amount=100&currency=USD", 400, "malformed_json"),
                body("an empty body", "", 400, "invalid_request"),
                body("a list", "[1, 2]", 400, "malformed_json"),
                body("two objects", payment("1") + payment("1"), 400, "malformed_json"),
                body("a name twice", "{\"amount\": 1, \"amount\": 2, \"currency\": \"USD\"}", 400, "malformed_json"),
                body("10,000 levels", "{\"amount\": " + "[".repeat(10_000), 400, "malformed_json"),
                body(
                        "levels in a field",
                        payment("1, \"reference\": " + "[".repeat(100) + "]".repeat(100)),
                        400,
                        "malformed_json"),
                body("NUL in a string", payment("1, \"reference\": \"a\\u0000b\""), 400, "malformed_json"),
                body("NUL in the body", "{\"amount\": 1, \"currency\": \"U\0D\"}", 400, "malformed_json"),
                body("an amount that is true", payment("true"), 400, "invalid_request"),
                body("an amount that is an object", payment("{\"minor\": 1}"), 400, "invalid_request"),
                body("an amount that is null", payment("null"), 400, "invalid_request"),
                body("an amount in words", payment("\"ten\""), 422, "amount_invalid"),
                body("an amount with exponent", payment("\"1e2\""), 422, "amount_invalid"),
                body("a negative amount", payment("-1"), 422, "amount_invalid"),
                body("nothing", payment("0"), 422, "amount_invalid"),
                body("a tenth of a cent", payment("0.001"), 422, "amount_invalid"),
                body("half a yen", "{\"amount\": \"0.5\", \"currency\": \"JPY\"}", 422, "amount_invalid"),
                body("more than a long", payment("99999999999999999999"), 422, "amount_invalid"),
                body("a huge exponent", payment("1e999999999"), 422, "amount_invalid"),
                body("an endless number", payment("1".repeat(5_000)), 400, "malformed_json"),
                body("no currency", "{\"amount\": 1}", 400, "invalid_request"),
                body("a currency nobody has", "{\"amount\": 1, \"currency\": \"XXQ\"}", 422, "unknown_currency"),
                body("a currency in lower case", "{\"amount\": 1, \"currency\": \"usd\"}", 422, "unknown_currency"),
                body("gold", "{\"amount\": 1, \"currency\": \"XAU\"}", 422, "unknown_currency"),
                body("a currency that is a number", "{\"amount\": 1, \"currency\": 840}", 400, "invalid_request"),
                body("a field nobody knows", payment("1, \"colour\": \"red\""), 400, "invalid_request"),
                body("a payee nobody is", payment("1, \"to\": \"" + NOBODY + "\""), 422, "payee_not_found"),
                body("a name nobody has", payment("1, \"to\": \"@nobody.at.all\""), 422, "payee_not_found"),
                body("oneself", payment("1, \"to\": \"@ada\""), 422, "same_person"),
                body("2 MB", payment("1, \"reference\": \"" + "x".repeat(2_000_000) + "\""), 413, "payload_too_large"));
        return bodies.stream()
                .flatMap(each -> Stream.of(
                        test("at the edge: ", each, DOORS.edge("/api/payment/1.0.0/process")),
                        test("at the service: ", each, DOORS.service(ServiceName.PAYMENT, "/process"))));
    }

    @TestFactory
    Stream<DynamicTest> tokens() {
        String[] parts = TOKEN.split("\\.");
        var tokens = Map.of(
                "no token", "",
                "no JWT", "Bearer abc",
                "another scheme", "Basic YWRhOmFkYQ==",
                "a forged signature", "Bearer " + parts[0] + "." + parts[1] + "." + flipped(parts[2]),
                "another's claims",
                        "Bearer " + parts[0] + "." + base64("{\"sub\":\"" + NOBODY + "\",\"exp\":99999999999}") + "."
                                + parts[2],
                "alg none", "Bearer " + base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                "an unknown key",
                        "Bearer " + base64("{\"alg\":\"ES256\",\"kid\":\"other\"}") + "." + parts[1] + "." + parts[2],
                "100 KB", "Bearer " + "a".repeat(7_000));
        return tokens.entrySet().stream().flatMap(each -> Stream.of(
                        DOORS.edge("/api/payment/1.0.0/payments"),
                        DOORS.service(ServiceName.PAYMENT, "/payments"),
                        DOORS.service(ServiceName.PROFILE, "/users/me"),
                        DOORS.service(ServiceName.LEDGER, "/accounts?owner=me"),
                        DOORS.service(ServiceName.FOREX, "/currencies"))
                .map(request -> dynamic(new Case(
                        each.getKey() + " at " + request.copy().build().uri().getPort(),
                        () -> each.getValue().isEmpty() ? request : request.header("authorization", each.getValue()),
                        401,
                        "unauthenticated"))));
    }

    @TestFactory
    Stream<DynamicTest> paths_and_methods() {
        return Stream.of(
                        service("a path nobody serves", ServiceName.PAYMENT, "/nothing", 404, "not_found"),
                        service("an id that is none", ServiceName.PAYMENT, "/payments/12", 404, "payment_not_found"),
                        service(
                                "an id nobody has",
                                ServiceName.PAYMENT,
                                "/payments/" + NOBODY,
                                404,
                                "payment_not_found"),
                        service(
                                "an account nobody has",
                                ServiceName.LEDGER,
                                "/accounts/" + NOBODY,
                                404,
                                "account_not_found"),
                        service("a user nobody is", ServiceName.PROFILE, "/users/" + NOBODY, 404, "user_not_found"),
                        service("NUL in a path", ServiceName.PROFILE, "/users/a%00b", 400, "invalid_request"),
                        service(
                                "a limit of words",
                                ServiceName.PAYMENT,
                                "/payments?limit=many",
                                400,
                                "invalid_request"),
                        service(
                                "a limit too high",
                                ServiceName.PAYMENT,
                                "/payments?limit=100000",
                                400,
                                "invalid_request"),
                        service(
                                "a limit below zero",
                                ServiceName.PAYMENT,
                                "/payments?limit=-1",
                                400,
                                "invalid_request"),
                        service(
                                "a cursor of rubbish",
                                ServiceName.PAYMENT,
                                "/payments?cursor=%F0%9F",
                                400,
                                "cursor_invalid"),
                        service(
                                "a base nobody has",
                                ServiceName.FOREX,
                                "/rates/latest?base=XXQ",
                                422,
                                "unknown_currency"),
                        service("a date that is none", ServiceName.FOREX, "/rates/2025-02-30", 400, "date_invalid"),
                        service(
                                "too much to convert",
                                ServiceName.FOREX,
                                "/convert?from=USD&to=EUR&amount=1e99",
                                422,
                                "amount_invalid"),
                        new Case(
                                "a wrong method",
                                () -> with(DOORS.service(ServiceName.PAYMENT, "/process"))
                                        .DELETE(),
                                405,
                                "method_not_allowed"),
                        new Case("an unknown API", () -> with(DOORS.edge("/api/nothing/1.0.0/x")), 404, "not_found"),
                        new Case(
                                "an unknown version",
                                () -> with(DOORS.edge("/api/payment/9.9.9/process")),
                                404,
                                "not_found"))
                .map(BadInputIT::dynamic);
    }

    @TestFactory
    Stream<DynamicTest> queries() {
        var queries = Map.of(
                "a syntax error", "{ userDashboard(",
                "an unknown field", "{ userDashboard(userId: \"me\") { password } }",
                "a missing argument", "{ userDashboard { balance } }",
                "too deep",
                        "{ __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType"
                                + " { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } } } } } }");
        return queries.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    var answer = PlatformHttp.send(with(DOORS.edge("/graphql/1.0.0"))
                            .POST(BodyPublishers.ofString(new JsonObject()
                                    .put("query", each.getValue())
                                    .encode())));

                    assertThat(answer.status()).isLessThan(500);
                    var error = answer.json().getJsonArray("errors").getJsonObject(0);
                    assertThat(error.getJsonObject("extensions").getString("code"))
                            .isNotBlank();
                    assertClean(answer.response().body());
                }));
    }

    @TestFactory
    Stream<DynamicTest> graphql_bodies() {
        return Stream.of(
                        graphql("malformed JSON", "{\"query\": ", 400, "malformed_json"),
                        graphql("no query", "{}", 400, "invalid_request"),
                        graphql("a query that is a number", "{\"query\": 1}", 400, "invalid_request"),
                        graphql("2 MB", "{\"query\": \"" + "x".repeat(2_000_000) + "\"}", 413, "payload_too_large"))
                .map(BadInputIT::dynamic);
    }

    @TestFactory
    Stream<DynamicTest> grpc_calls() {
        var profile = PLATFORM.grpc(ServiceName.PROFILE);
        var payment = PLATFORM.grpc(ServiceName.PAYMENT);
        var ledger = PLATFORM.grpc(ServiceName.LEDGER);
        return Stream.of(
                call(
                        "an id that is none",
                        Fault.NOT_FOUND,
                        "user_not_found",
                        () -> profile.call(
                                ProfileServiceGrpcClient.GetUser,
                                GetUserRequest.newBuilder().setUserId("12").build(),
                                TOKEN)),
                call(
                        "no token",
                        Fault.UNAUTHENTICATED,
                        "unauthenticated",
                        () -> profile.call(ProfileServiceGrpcClient.GetUser, GetUserRequest.getDefaultInstance(), "")),
                call(
                        "a payment nobody made",
                        Fault.NOT_FOUND,
                        "payment_not_found",
                        () -> payment.call(
                                PaymentServiceGrpcClient.GetPayment,
                                GetPaymentRequest.newBuilder()
                                        .setPaymentId("\0")
                                        .build(),
                                TOKEN)),
                call(
                        "an account that is none",
                        Fault.NOT_FOUND,
                        "account_not_found",
                        () -> ledger.call(
                                LedgerServiceGrpcClient.GetAccount,
                                GetAccountRequest.newBuilder().setAccountId("x").build(),
                                TOKEN)),
                call(
                        "a negative amount",
                        Fault.INVALID,
                        "amount_invalid",
                        () -> payment.call(PaymentServiceGrpcClient.Process, process("-1", "USD"), TOKEN)),
                call(
                        "no amount",
                        Fault.INVALID,
                        "amount_invalid",
                        () -> payment.call(
                                PaymentServiceGrpcClient.Process, ProcessRequest.getDefaultInstance(), TOKEN)),
                call(
                        "a currency nobody has",
                        Fault.INVALID,
                        "unknown_currency",
                        () -> payment.call(PaymentServiceGrpcClient.Process, process("1", "XXQ"), TOKEN)),
                call(
                        "NUL in a reference",
                        Fault.INVALID,
                        "reference_invalid",
                        () -> payment.call(
                                PaymentServiceGrpcClient.Process,
                                process("1", "USD").toBuilder()
                                        .setReference("a\0b")
                                        .build(),
                                TOKEN)));
    }

    private static ProcessRequest process(String amount, String currency) {
        return ProcessRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount(amount).setCurrency(currency))
                .build();
    }

    private static DynamicTest call(String name, Fault fault, String code, Supplier<Future<?>> call) {
        return DynamicTest.dynamicTest(name, () -> assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> call.get().await())
                .satisfies(problem -> {
                    assertThat(problem.code().code()).isEqualTo(code);
                    assertThat(problem.code().fault().grpcStatus()).isEqualTo(fault.grpcStatus());
                    assertClean(problem.detail());
                }));
    }

    private static Case body(String name, String body, int status, String code) {
        return new Case(name, () -> HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)), status, code);
    }

    private static String payment(String amountAndMore) {
        return "{\"currency\": \"USD\", \"amount\": " + amountAndMore + "}";
    }

    private static Case service(String name, ServiceName service, String path, int status, String code) {
        return new Case(name, () -> with(DOORS.service(service, path)), status, code);
    }

    private static Case graphql(String name, String body, int status, String code) {
        return new Case(
                name, () -> with(DOORS.edge("/graphql/1.0.0")).POST(BodyPublishers.ofString(body)), status, code);
    }

    private static DynamicTest test(String where, Case body, HttpRequest.Builder door) {
        var publisher = body.request
                .get()
                .uri(door.copy().build().uri())
                .build()
                .bodyPublisher()
                .orElseThrow();
        return dynamic(new Case(where + body.name, () -> with(door).POST(publisher), body.status, body.code));
    }

    private static DynamicTest dynamic(Case bad) {
        return DynamicTest.dynamicTest(bad.name, () -> {
            var answer = PlatformHttp.send(bad.request.get());

            assertThat(answer.response().body()).satisfies(BadInputIT::assertClean);
            assertThat(answer.status() + " " + answer.code()).isEqualTo(bad.status + " " + bad.code);
            assertThat(answer.contentType()).startsWith("application/problem+json");
        });
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request) {
        return request.header("authorization", "Bearer " + TOKEN).header("content-type", "application/json");
    }

    private static void assertClean(String answer) {
        assertThat(answer)
                .doesNotContain("Exception", "\tat ", ".java:", "dev.corridor.kit", "io.vertx", "select ", "127.0.0.1");
    }

    private static String flipped(String signature) {
        char first = signature.charAt(0);
        return (first == 'A' ? 'B' : 'A') + signature.substring(1);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
