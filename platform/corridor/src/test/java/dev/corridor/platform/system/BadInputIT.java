package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpCall;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sends malformed requests to every transport. Each is answered with a problem and its code, never with a 500 or a stack trace. */
class BadInputIT {
    private static final RunningPlatform PLATFORM = RunningPlatform.shared();
    private static final String TOKEN = PLATFORM.tokenOf("ada");
    private static final String UNKNOWN_ID = "01900000-0000-7000-8000-00000000dead";

    /** A bad request and the problem that must answer it. */
    private record Case(String name, Supplier<HttpCall> request, int status, String code) {}

    /** A bad body of a payment and the problem that must answer it. */
    private record BadBody(String name, String json, int status, String code) {
        DynamicTest at(String where, Supplier<HttpCall> post) {
            return dynamic(new Case(where + name, () -> authorized(post.get()).json(json), status, code));
        }
    }

    @TestFactory
    Stream<DynamicTest> malformed_bodies_of_a_payment() {
        return atBothEnds(List.of(
                new BadBody("malformed JSON", "{\"amount\": 100,", 400, "malformed_json"),
                new BadBody("no JSON at all", "amount=100&currency=USD", 400, "malformed_json"),
                new BadBody("an empty body", "", 400, "invalid_request"),
                new BadBody("an array", "[1, 2]", 400, "malformed_json"),
                new BadBody("two objects", payment("1") + payment("1"), 400, "malformed_json"),
                new BadBody(
                        "a duplicate member",
                        "{\"amount\": 1, \"amount\": 2, \"currency\": \"USD\"}",
                        400,
                        "malformed_json"),
                new BadBody("10,000 nested arrays", "{\"amount\": " + "[".repeat(10_000), 400, "malformed_json"),
                new BadBody(
                        "nested arrays in a text field",
                        payment("1, \"reference\": " + "[".repeat(100) + "]".repeat(100)),
                        400,
                        "malformed_json"),
                new BadBody("NUL in a string", payment("1, \"reference\": \"a\\u0000b\""), 400, "malformed_json"),
                new BadBody("NUL in the body", "{\"amount\": 1, \"currency\": \"U\0D\"}", 400, "malformed_json")));
    }

    @TestFactory
    Stream<DynamicTest> invalid_values_of_a_payment() {
        return atBothEnds(List.of(
                new BadBody("an amount that is true", payment("true"), 400, "invalid_request"),
                new BadBody("an amount that is an object", payment("{\"minor\": 1}"), 400, "invalid_request"),
                new BadBody("an amount that is null", payment("null"), 400, "invalid_request"),
                new BadBody("an amount in words", payment("\"ten\""), 422, "amount_invalid"),
                new BadBody("an amount with exponent", payment("\"1e2\""), 422, "amount_invalid"),
                new BadBody("a negative amount", payment("-1"), 422, "amount_invalid"),
                new BadBody("a zero amount", payment("0"), 422, "amount_invalid"),
                new BadBody("a tenth of a cent", payment("0.001"), 422, "amount_invalid"),
                new BadBody("half a yen", "{\"amount\": \"0.5\", \"currency\": \"JPY\"}", 422, "amount_invalid"),
                new BadBody("more than a long", payment("99999999999999999999"), 422, "amount_invalid"),
                new BadBody("a huge exponent", payment("1e999999999"), 422, "amount_invalid"),
                new BadBody("a number of 5,000 digits", payment("1".repeat(5_000)), 400, "malformed_json"),
                new BadBody("no currency", "{\"amount\": 1}", 400, "invalid_request"),
                new BadBody(
                        "a currency that does not exist",
                        "{\"amount\": 1, \"currency\": \"XXQ\"}",
                        422,
                        "unknown_currency"),
                new BadBody(
                        "a currency in lower case", "{\"amount\": 1, \"currency\": \"usd\"}", 422, "unknown_currency"),
                new BadBody("gold as currency", "{\"amount\": 1, \"currency\": \"XAU\"}", 422, "unknown_currency"),
                new BadBody(
                        "a currency that is a number", "{\"amount\": 1, \"currency\": 840}", 400, "invalid_request"),
                new BadBody("an unknown field", payment("1, \"colour\": \"red\""), 400, "invalid_request"),
                new BadBody(
                        "a payee that does not exist",
                        payment("1, \"to\": \"" + UNKNOWN_ID + "\""),
                        422,
                        "payee_not_found"),
                new BadBody("an unknown username", payment("1, \"to\": \"@nobody.at.all\""), 422, "payee_not_found"),
                new BadBody("the payer as payee", payment("1, \"to\": \"@ada\""), 422, "same_person"),
                new BadBody(
                        "2 MB",
                        payment("1, \"reference\": \"" + "x".repeat(2_000_000) + "\""),
                        413,
                        "payload_too_large")));
    }

    private static Stream<DynamicTest> atBothEnds(List<BadBody> bodies) {
        return bodies.stream()
                .flatMap(body -> Stream.of(
                        body.at("at the edge: ", () -> edge("POST", "/api/payment/1.0.0/process")),
                        body.at("at the service: ", () -> service(ServiceName.PAYMENT, "POST", "/process"))));
    }

    @TestFactory
    Stream<DynamicTest> tokens() {
        String[] parts = TOKEN.split("\\.");
        var tokens = Map.of(
                "no token", "",
                "a token that is no JWT", "Bearer abc",
                "another scheme", "Basic YWRhOmFkYQ==",
                "a forged signature", "Bearer " + parts[0] + "." + parts[1] + "." + flipped(parts[2]),
                "the claims of another user",
                        "Bearer " + parts[0] + "." + base64("{\"sub\":\"" + UNKNOWN_ID + "\",\"exp\":99999999999}")
                                + "." + parts[2],
                "alg none", "Bearer " + base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                "an unknown key",
                        "Bearer " + base64("{\"alg\":\"ES256\",\"kid\":\"other\"}") + "." + parts[1] + "." + parts[2],
                "100 KB", "Bearer " + "a".repeat(7_000));
        return tokens.entrySet().stream().flatMap(each -> protectedResources().entrySet().stream()
                .map(resource -> dynamic(new Case(
                        each.getKey() + " at " + resource.getKey(),
                        () -> resource.getValue().get().header("authorization", each.getValue()),
                        401,
                        "unauthenticated"))));
    }

    @TestFactory
    Stream<DynamicTest> paths() {
        return Stream.of(
                        service("an unknown path", ServiceName.PAYMENT, "/nothing", 404, "not_found"),
                        service("an invalid id", ServiceName.PAYMENT, "/payments/12", 404, "payment_not_found"),
                        service(
                                "an unknown id",
                                ServiceName.PAYMENT,
                                "/payments/" + UNKNOWN_ID,
                                404,
                                "payment_not_found"),
                        service(
                                "an unknown account",
                                ServiceName.LEDGER,
                                "/accounts/" + UNKNOWN_ID,
                                404,
                                "account_not_found"),
                        service("an unknown user", ServiceName.PROFILE, "/users/" + UNKNOWN_ID, 404, "user_not_found"),
                        service("NUL in a path", ServiceName.PROFILE, "/users/a%00b", 400, "invalid_request"),
                        new Case(
                                "an unknown API",
                                () -> authorized(edge("GET", "/api/nothing/1.0.0/x")),
                                404,
                                "not_found"),
                        new Case(
                                "an unknown version",
                                () -> authorized(edge("GET", "/api/payment/9.9.9/process")),
                                404,
                                "not_found"))
                .map(BadInputIT::dynamic);
    }

    @TestFactory
    Stream<DynamicTest> parameters_and_methods() {
        return Stream.of(
                        service(
                                "a limit that is not a number",
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
                                "an invalid cursor",
                                ServiceName.PAYMENT,
                                "/payments?cursor=%F0%9F",
                                400,
                                "invalid_request"),
                        service(
                                "an unknown parameter",
                                ServiceName.PAYMENT,
                                "/payments?statuss=EXPIRED",
                                400,
                                "invalid_request"),
                        service(
                                "an unknown base currency",
                                ServiceName.FOREX,
                                "/rates/latest?base=XXQ",
                                422,
                                "unknown_currency"),
                        service("an invalid date", ServiceName.FOREX, "/rates/2025-02-30", 400, "date_invalid"),
                        service(
                                "an amount that is too large",
                                ServiceName.FOREX,
                                "/convert?from=USD&to=EUR&amount=1e99",
                                422,
                                "amount_invalid"),
                        new Case(
                                "a wrong method",
                                () -> authorized(service(ServiceName.PAYMENT, "DELETE", "/process")),
                                405,
                                "method_not_allowed"))
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
                    var response = authorized(edge("POST", "/graphql/1.0.0"))
                            .json(new JsonObject().put("query", each.getValue()))
                            .send();

                    assertThat(response.status()).isLessThan(500);
                    var error = response.json().getJsonArray("errors").getJsonObject(0);
                    assertThat(error.getJsonObject("extensions").getString("code"))
                            .isNotBlank();
                    assertClean(response.body());
                }));
    }

    @TestFactory
    Stream<DynamicTest> graphql_bodies() {
        return Stream.of(
                        graphql("malformed JSON", "{\"query\": ", 400, "malformed_json"),
                        graphql("no query", "{}", 400, "invalid_request"),
                        graphql("a query that is a number", "{\"query\": 1}", 400, "invalid_request"))
                .map(BadInputIT::dynamic);
    }

    @Test
    void a_graphql_body_that_the_edge_refuses_has_errors() {
        var refused = authorized(edge("POST", "/graphql/1.0.0"))
                .json("{\"query\": \"" + "x".repeat(2_000_000) + "\"}")
                .send();

        assertThat(refused.status()).isEqualTo(413);
        var error = refused.json().getJsonArray("errors").getJsonObject(0);
        assertThat(error.getJsonObject("extensions").getString("code")).isEqualTo("payload_too_large");
    }

    private static String payment(String amountAndMore) {
        return "{\"currency\": \"USD\", \"amount\": " + amountAndMore + "}";
    }

    private static Case service(String name, ServiceName service, String path, int status, String code) {
        return new Case(name, () -> authorized(service(service, "GET", path)), status, code);
    }

    private static Case graphql(String name, String body, int status, String code) {
        return new Case(name, () -> authorized(edge("POST", "/graphql/1.0.0")).json(body), status, code);
    }

    private static DynamicTest dynamic(Case bad) {
        return DynamicTest.dynamicTest(bad.name, () -> {
            var response = bad.request.get().send();

            assertClean(response.body());
            response.assertProblem(bad.status, bad.code);
        });
    }

    private static Map<String, Supplier<HttpCall>> protectedResources() {
        return Map.of(
                "the edge", () -> edge("GET", "/api/payment/1.0.0/payments"),
                "payment", () -> service(ServiceName.PAYMENT, "GET", "/payments"),
                "profile", () -> service(ServiceName.PROFILE, "GET", "/users/me"),
                "ledger", () -> service(ServiceName.LEDGER, "GET", "/accounts?owner=me"),
                "forex", () -> service(ServiceName.FOREX, "GET", "/alerts"));
    }

    private static HttpCall edge(String method, String path) {
        return PLATFORM.edge().request(method, path);
    }

    private static HttpCall service(ServiceName service, String method, String path) {
        return PLATFORM.http(service).request(method, path);
    }

    private static HttpCall authorized(HttpCall request) {
        return request.token(TOKEN).header("content-type", "application/json");
    }

    static void assertClean(String body) {
        assertThat(body)
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
