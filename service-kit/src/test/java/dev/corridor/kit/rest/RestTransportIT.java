package dev.corridor.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.testing.RawHttp;
import dev.corridor.kit.testing.RawHttp.Answer;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST transport, as bytes on a socket. */
class RestTransportIT {
    private static final Promise<Reply> LATE = Promise.promise();
    private static final CompletableFuture<Void> WAITING = new CompletableFuture<>();

    private static TestIssuer issuer;
    private static RunningService service;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        var sample = new SampleService(rest -> rest.operation("getThing", Scope.PROFILE_READ, RestTransportIT::getThing)
                .operation("createThing", RestTransportIT::createThing)
                .publicOperation(
                        "getOpen",
                        (caller, request) -> Future.succeededFuture(
                                Reply.ok(new JsonObject().put("caller", String.valueOf(caller))))));
        service = RunningService.start(sample, issuer, SampleService.ENVIRONMENT);
    }

    private static Future<Reply> getThing(Caller caller, RestRequest request) {
        return switch (request.path("id")) {
            case "throws" -> throw new IllegalStateException("a secret of ours");
            case "fails" -> Future.failedFuture(new IllegalStateException("a secret of ours"));
            case "refuses" ->
                throw Problem.of(StandardError.AMOUNT_INVALID, "No.").with("thing_id", "t-1");
            case "unavailable" -> Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Not now."));
            case "silent" -> Promise.<Reply>promise().future();
            case "late" -> {
                WAITING.complete(null);
                yield LATE.future();
            }
            default ->
                Future.succeededFuture(Reply.ok(new JsonObject()
                        .put("id", request.path("id"))
                        .put("limit", request.query("limit", 20))
                        .put("caller", caller.subject())
                        .put("correlation", Correlation.current())));
        };
    }

    private static Future<Reply> createThing(Caller caller, RestRequest request) {
        var money = request.money("amount", "currency").requirePositive();
        return Future.succeededFuture(Reply.created("/things/1", new JsonObject().put("amount", money.amount())));
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @AfterEach
    void no_exception_is_unhandled() {
        assertThat(service.unhandled()).isEmpty();
    }

    @Test
    void a_request_that_satisfies_the_contract_succeeds() throws IOException {
        var answer = get("/things/7?limit=5", "profile:read");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getMap())
                .containsEntry("id", "7")
                .containsEntry("limit", 5)
                .containsEntry("caller", "ada");
    }

    @Test
    void a_correlation_id_reaches_the_handler_and_the_response() throws IOException {
        var answer = RawHttp.send(
                service.httpPort(),
                "GET /things/7 HTTP/1.1\r\nx-correlation-id: from-the-client\r\n" + bearer("profile:read"),
                "");

        assertThat(answer.header("x-correlation-id")).isEqualTo("from-the-client");
        assertThat(new JsonObject(answer.body()).getString("correlation")).isEqualTo("from-the-client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "with space inside",
                "<script>alert(1)</script>",
                "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
            })
    void an_unsafe_correlation_id_is_replaced(String id) throws IOException {
        var answer = RawHttp.send(service.httpPort(), "GET /open HTTP/1.1\r\nx-correlation-id: " + id, "");

        assertThat(answer.header("x-correlation-id")).hasSize(36);
    }

    @Test
    void a_problem_names_its_correlation_id() throws IOException {
        var answer = RawHttp.send(service.httpPort(), "GET /nothing HTTP/1.1\r\nx-correlation-id: from-the-client", "");

        assertThat(new JsonObject(answer.body()).getString("correlation_id")).isEqualTo("from-the-client");
    }

    @Test
    void a_public_operation_needs_no_token() throws IOException {
        assertThat(RawHttp.send(service.httpPort(), "GET /open HTTP/1.1", "").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-nothing: 1",
                "authorization: Basic YTpi",
                "authorization: Bearer",
                "authorization: Bearer x.y.z",
                "x-jwt-assertion: x"
            })
    void without_a_valid_token_it_is_401(String header) throws IOException {
        var answer = RawHttp.send(service.httpPort(), "GET /things/7 HTTP/1.1\r\n" + header, "");

        assertProblem(401, "unauthenticated", answer);
        assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    }

    @Test
    void a_gateways_assertion_replaces_a_bearer_token() throws IOException {
        var answer = RawHttp.send(
                service.httpPort(),
                "GET /things/7 HTTP/1.1\r\nX-JWT-Assertion: " + issuer.token("ada", "profile:read"),
                "");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void without_the_scope_it_is_403() throws IOException {
        assertProblem(403, "forbidden", get("/things/7", "ledger:read"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, not_found",
        "GET, /things, 405, method_not_allowed",
        "DELETE, /things/7, 405, method_not_allowed",
        "BREW, /things/7, 405, method_not_allowed",
        "GET, /things/7/8, 404, not_found"
    })
    void a_request_outside_the_contract_fails_with_a_problem(String method, String path, int status, String code)
            throws IOException {
        assertProblem(
                status,
                code,
                RawHttp.send(service.httpPort(), method + " " + path + " HTTP/1.1\r\n" + bearer("profile:read"), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/%zz",
                "/things/%",
                "/things/a%00b",
                "/things/7?limit=0",
                "/things/7?limit=101",
                "/things/7?limit=ten",
                "/things/7?limit=",
                "/things/7?limit=5.5",
                "/things/7?limit=99999999999999999999",
                "/things/7?limit=%zz",
                "things/7",
                "*"
            })
    void a_malformed_target_is_the_callers_fault(String target) throws IOException {
        var answer = get(target, "profile:read");

        assertThat(answer.status()).as(answer.body()).isIn(400, 404);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void an_overlong_target_is_the_callers_fault() throws IOException {
        assertThat(get("/things/" + "x".repeat(5_000), "profile:read").status()).isEqualTo(414);
    }

    @Test
    void a_path_parameter_beyond_the_contract_is_refused() throws IOException {
        assertProblem(400, "invalid_request", get("/things/" + "x".repeat(65), "profile:read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON;Charset=\"UTF-8\"",
                "application/json; charset=utf-8",
                "application/x-www-form-urlencoded",
                ""
            })
    void a_json_body_is_read_with_curls_default_media_type(String type) throws IOException {
        var answer = post(type, "{\"amount\":100.5,\"currency\":\"USD\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("location")).isEqualTo("things/1");
        assertThat(new JsonObject(answer.body()).getString("amount")).isEqualTo("100.50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                              | 400 | malformed_json",
                "[]                                             | 400 | malformed_json",
                "amount=100&currency=USD                        | 400 | malformed_json",
                "{\"amount\":1,\"amount\":2,\"currency\":\"USD\"} | 400 | malformed_json",
                "{\"amount\":1,\"currency\":\"\\u0000\"}        | 400 | malformed_json",
                "{}                                             | 400 | invalid_request",
                "{\"amount\":1}                                 | 400 | invalid_request",
                "{\"amount\":true,\"currency\":\"USD\"}         | 400 | invalid_request",
                "{\"amount\":null,\"currency\":\"USD\"}         | 400 | invalid_request",
                "{\"amount\":[1],\"currency\":\"USD\"}          | 400 | invalid_request",
                "{\"amount\":1,\"currency\":1}                  | 400 | invalid_request",
                "{\"amount\":1,\"currency\":\"USD\",\"x\":1}    | 400 | invalid_request",
                "{\"amount\":1,\"currency\":\"USDUSDUSD\"}      | 400 | invalid_request",
                "{\"amount\":0,\"currency\":\"USD\"}            | 422 | amount_invalid",
                "{\"amount\":-1,\"currency\":\"USD\"}           | 422 | amount_invalid",
                "{\"amount\":0.001,\"currency\":\"USD\"}        | 422 | amount_invalid",
                "{\"amount\":1e30,\"currency\":\"USD\"}         | 422 | amount_invalid",
                "{\"amount\":1e999999999,\"currency\":\"USD\"}  | 422 | amount_invalid",
                "{\"amount\":1e-999999999,\"currency\":\"USD\"} | 422 | amount_invalid",
                "{\"amount\":\"1e3\",\"currency\":\"USD\"}      | 422 | amount_invalid",
                "{\"amount\":1,\"currency\":\"usd\"}            | 422 | unknown_currency"
            })
    void an_invalid_body_is_refused_with_its_reason(String body, int status, String code) throws IOException {
        assertProblem(status, code, post("application/json", body));
    }

    @Test
    void a_missing_body_is_refused() throws IOException {
        assertProblem(400, "invalid_request", post("application/json", ""));
    }

    @Test
    void a_body_nested_beyond_the_limit_is_refused() throws IOException {
        assertProblem(400, "malformed_json", post("application/json", "[".repeat(30_000)));
        assertProblem(400, "malformed_json", post("application/json", "{\"amount\":" + "[".repeat(30_000)));
    }

    @Test
    void a_body_beyond_64_kib_is_refused_before_it_is_read() throws IOException {
        var answer = RawHttp.send(
                service.httpPort(), "POST /things HTTP/1.1\r\n" + bearer() + "\r\ncontent-length: 2000000", "");

        assertProblem(413, "payload_too_large", answer);
    }

    @Test
    void a_body_that_grows_beyond_64_kib_is_refused() throws IOException {
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        try (var socket = RawHttp.open(service.httpPort())) {
            var out = socket.getOutputStream();
            out.write(("POST /things HTTP/1.1\r\nhost: localhost\r\n" + bearer()
                            + "\r\ntransfer-encoding: chunked\r\n\r\n" + chunk.repeat(5))
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "fails"})
    void an_unexpected_failure_is_internal_and_reveals_nothing(String id) throws IOException {
        var answer = get("/things/" + id, "profile:read");

        assertProblem(500, "internal", answer);
        assertThat(answer.body()).doesNotContain("secret", "Exception", "\tat ", "dev.corridor.");
    }

    @Test
    void a_problem_is_rendered_with_its_members() throws IOException {
        var answer = get("/things/refuses", "profile:read");

        assertProblem(422, "amount_invalid", answer);
        assertThat(new JsonObject(answer.body()).getMap())
                .containsEntry("type", "https://corridor.dev/errors/amount_invalid")
                .containsEntry("title", "Amount invalid")
                .containsEntry("status", 422)
                .containsEntry("detail", "No.")
                .containsEntry("advice", StandardError.AMOUNT_INVALID.advice())
                .containsEntry("thing_id", "t-1");
    }

    @Test
    void a_transient_problem_has_retry_after() throws IOException {
        var answer = get("/things/unavailable", "profile:read");

        assertProblem(503, "unavailable", answer);
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    @Test
    void a_handler_that_never_answers_is_a_504() throws IOException {
        var answer = get("/things/silent", "profile:read");

        assertProblem(504, "deadline_exceeded", answer);
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    @Test
    void a_caller_that_cancels_does_not_affect_others() throws Exception {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream()
                    .write(("GET /things/late HTTP/1.1\r\nhost: localhost\r\n" + bearer("profile:read") + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            WAITING.get(20, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        }
        LATE.complete(Reply.ok(new JsonObject()));

        assertThat(get("/things/7", "profile:read").status()).isEqualTo(200);
    }

    @Test
    void the_contract_health_and_metrics_need_no_token() throws IOException {
        assertThat(RawHttp.send(service.httpPort(), "GET /openapi.yaml HTTP/1.1", "")
                        .body())
                .startsWith("openapi: 3.1.0");
        assertThat(RawHttp.send(service.httpPort(), "GET /health/live HTTP/1.1", "")
                        .status())
                .isEqualTo(200);
        assertThat(RawHttp.send(service.httpPort(), "GET /health/ready HTTP/1.1", "")
                        .body())
                .contains("token_keys");
        assertThat(RawHttp.send(service.httpPort(), "GET /metrics HTTP/1.1", "").body())
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void a_web_socket_request_to_an_unknown_path_is_not_found() throws IOException {
        var answer = RawHttp.send(
                service.httpPort(),
                "GET /nowhere HTTP/1.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
                        + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-extensions: permessage-deflate",
                "");

        assertProblem(404, "not_found", answer);
    }

    private static Answer get(String target, String... scopes) throws IOException {
        return RawHttp.send(service.httpPort(), "GET " + target + " HTTP/1.1\r\n" + bearer(scopes), "");
    }

    private static Answer post(String type, String body) throws IOException {
        String contentType = type.isEmpty() ? "" : "\r\ncontent-type: " + type;
        return RawHttp.send(service.httpPort(), "POST /things HTTP/1.1\r\n" + bearer() + contentType, body);
    }

    private static String bearer(String... scopes) {
        return "authorization: Bearer " + issuer.token("ada", scopes);
    }

    private static void assertProblem(int status, String code, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
    }
}
