package dev.corridor.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.RawHttp;
import dev.corridor.kit.testing.RawHttp.Answer;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the REST transport reads requests (RFC 9110, RFC 9112), as bytes on a socket. */
class RequestReadingIT {
    private static final String BODY = "{\"amount\":\"1.00\",\"currency\":\"USD\"}";

    private static TestIssuer issuer;
    private static RunningService service;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        var environment = new HashMap<>(SampleService.ENVIRONMENT);
        environment.put("REQUEST_TIMEOUT", "PT0.5S");
        var sample = new SampleService(rest -> rest.operation(
                        "getThing",
                        Scope.PROFILE_READ,
                        (caller, request) -> Future.succeededFuture(Reply.ok(new JsonObject()
                                .put("id", request.path("id"))
                                .put("limit", request.query("limit", 20)))))
                .operation(
                        "createThing",
                        (caller, request) -> Future.succeededFuture(Reply.created(
                                "/things/1",
                                new JsonObject()
                                        .put("note", request.text("note").orElse("")))))
                .publicOperation("getOpen", (caller, request) -> Future.succeededFuture(Reply.noContent())));
        service = RunningService.start(sample, issuer, environment);
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
    void no_cache_may_store_a_personal_reply_or_a_problem() throws IOException {
        String bearer = "\r\nauthorization: Bearer " + issuer.token("ada", "profile:read");

        assertThat(RawHttp.send(service.httpPort(), "GET /things/7 HTTP/1.1" + bearer, "")
                        .header("cache-control"))
                .isEqualTo("private, no-store");
        assertThat(RawHttp.send(service.httpPort(), "GET /things/7?limit=0 HTTP/1.1" + bearer, "")
                        .header("cache-control"))
                .isEqualTo("no-store");
        assertThat(RawHttp.send(service.httpPort(), "GET /nothing HTTP/1.1", "").header("cache-control"))
                .isEqualTo("no-store");
    }

    @Test
    void a_document_is_public_and_a_caller_who_has_it_gets_304() throws IOException {
        var whole = RawHttp.send(service.httpPort(), "GET /openapi.yaml HTTP/1.1", "");
        String etag = whole.header("etag");

        assertThat(whole.header("cache-control")).isEqualTo("public, max-age=60");
        for (String condition : List.of(etag, "W/" + etag, "\"x\", " + etag, "*")) {
            var known =
                    RawHttp.send(service.httpPort(), "GET /openapi.yaml HTTP/1.1\r\nif-none-match: " + condition, "");
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(known.header("etag")).isEqualTo(etag);
        }
        for (String condition : List.of("\"x\"", "x", etag + "x")) {
            assertThat(RawHttp.send(service.httpPort(), "GET /openapi.yaml HTTP/1.1\r\nif-none-match: " + condition, "")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits=1           | limits    | this operation takes limit",
                "limit=1&limit=2    | limit     | given 2 times",
                "limit=             | limit     | empty",
                "limit=0            | limit     | is 0; the least is 1",
                "limit=101          | limit     | is 101; the most is 100",
                "limit=ten          | limit     | must be a whole number",
                "limit=1;x=2        | limit     | must be a whole number"
            })
    void a_wrong_parameter_is_named_with_its_limit(String query, String name, String reason) throws IOException {
        var answer = get("/things/7?" + query);

        assertProblem(400, "invalid_request", answer);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(name, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0", "5e0", "0.5e1"})
    void a_whole_number_is_whole_however_it_is_written(String limit) throws IOException {
        assertThat(new JsonObject(get("/things/7?limit=" + limit).body()).getInteger("limit"))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":1}                                      | The field currency is missing.",
                "{}                                                  | The fields amount, currency are missing.",
                "{\"amount\":null,\"currency\":\"USD\"}              | The field amount is null; it must be a text or a number.",
                "{\"amount\":1,\"currency\":\"USD\",\"to\":1}        | There is no field to; the fields here are amount, currency, note.",
                "{\"amount\":1,\"currency\":\"USDUSDUSD\"}           | The field currency has 9 characters; at most 8 are allowed.",
                "{\"amount\":1,\"currency\":7}                       | The field currency is the number 7; it must be a text.",
                "{\"amount\":1,\"amount\":2,\"currency\":\"USD\"}    | The name amount is there twice in one JSON object."
            })
    void a_wrong_body_is_explained(String body, String detail) throws IOException {
        assertThat(new JsonObject(post("", body).body()).getString("detail")).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u0085", "\\n", "\\u007f", "\\ud800", "\\uffff", "\\ufdd0", "\\ud83f\\udfff"})
    void a_text_that_some_transport_cannot_carry_is_refused(String character) throws IOException {
        var answer = post("", "{\"amount\":1,\"currency\":\"USD\",\"note\":\"a" + character + "b\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains("note", "U+");
    }

    @Test
    void lengths_count_code_points() throws IOException {
        String note = "\\ud83d\\ude00".repeat(140);

        assertThat(post("", "{\"amount\":1,\"currency\":\"USD\",\"note\":\"" + note + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(post("", "{\"amount\":1,\"currency\":\"USD\",\"note\":\"" + note + "x\"}")
                        .body())
                .contains("141 characters; at most 140");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expect: anything                     | 417 | expectation_failed",
                "content-encoding: br                 | 415 | unsupported_media_type",
                "content-encoding: gzip               | 415 | unsupported_media_type",
                "content-type: text/plain             | 415 | unsupported_media_type",
                "content-type: text/xml               | 415 | unsupported_media_type",
                "content-type: multipart/form-data; boundary=x | 415 | unsupported_media_type",
                "content-type: nonsense               | 415 | unsupported_media_type",
                "content-type: application/json; charset=utf-16 | 415 | unsupported_media_type",
                "host: second                         | 400 | invalid_request",
                "authorization: Bearer x              | 400 | invalid_request"
            })
    void a_head_that_is_not_understood_is_refused(String header, int status, String code) throws IOException {
        assertProblem(status, code, post(header, BODY));
    }

    @Test
    void an_expectation_that_is_met_is_no_fault() throws IOException {
        var answer = exchange("POST /things HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n"
                + bearer() + "\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY);

        assertThat(answer).startsWith("HTTP/1.1 100").contains("HTTP/1.1 201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "chunked, chunked", "identity", "chunked\r\ntransfer-encoding: gzip"})
    void a_transfer_coding_beside_chunked_is_refused(String coding) throws IOException {
        assertThat(exchange("POST /things HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: " + coding
                        + "\r\n" + bearer() + "\r\n\r\n22\r\n" + BODY + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONSENSE                                   | 400",
                "GET /open HTTP/9.9\\r\\nhost: a           | 400",
                "GET /open HTTP/1.1\\r\\nhost: a\\r\\n: e   | 400",
                "GET /open HTTP/1.1\\r\\nhost: a\\r\\nb c: d| 400",
                "GET /open HTTP/1.1\\r\\nconnection: close | 400"
            })
    void what_is_no_http_is_a_problem(String head, int status) throws IOException {
        assertThat(exchange(head.replace("\\r\\n", "\r\n") + "\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .contains("application/problem+json", "\"code\":\"invalid_request\"");
    }

    @Test
    void a_head_that_is_too_large_is_a_problem() throws IOException {
        assertThat(exchange("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"))
                .contains(" 414 ")
                .contains("\"code\":\"uri_too_long\"");
        assertThat(exchange("GET /open HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(9_000) + "\r\n\r\n"))
                .contains(" 431 ")
                .contains("\"code\":\"headers_too_large\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /things/7    | GET, HEAD",
                "GET    | /things      | POST",
                "POST   | /health/live | GET, HEAD",
                "PUT    | /openapi.yaml| GET, HEAD"
            })
    void the_response_405_names_the_methods(String method, String path, String allowed) throws IOException {
        var answer = RawHttp.send(service.httpPort(), method + " " + path + " HTTP/1.1\r\n" + bearer(), "");

        assertProblem(405, "method_not_allowed", answer);
        assertThat(answer.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"/things/7, 200", "/health/live, 200", "/openapi.yaml, 200", "/things/7?limit=0, 400"})
    void head_is_answered_as_get_without_a_body(String path, int status) throws IOException {
        String head =
                exchange("HEAD " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + bearer() + "\r\n\r\n");
        String get = exchange("GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + bearer() + "\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n");
        assertThat(header(head, "content-type")).isEqualTo(header(get, "content-type"));
        assertThat(header(head, "content-length")).isEqualTo(header(get, "content-length"));
    }

    @Test
    void head_over_http_2_has_no_body() {
        var result = service.http()
                .request("HEAD", "/things/7")
                .token(issuer.token("ada", "profile:read"))
                .send();

        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isEmpty();
    }

    @Test
    void a_body_that_does_not_arrive_is_a_408() throws IOException {
        assertThat(exchange("POST /things HTTP/1.1\r\nhost: x\r\n" + bearer() + "\r\ncontent-length: 100\r\n\r\n{"))
                .startsWith("HTTP/1.1 408")
                .contains("\"code\":\"request_timeout\"");
    }

    private static Answer get(String target) throws IOException {
        return RawHttp.send(service.httpPort(), "GET " + target + " HTTP/1.1\r\n" + bearer(), "");
    }

    private static Answer post(String header, String body) throws IOException {
        return RawHttp.send(
                service.httpPort(),
                "POST /things HTTP/1.1\r\n" + bearer() + (header.isEmpty() ? "" : "\r\n" + header),
                body);
    }

    /** Sends bytes and returns all that comes until the connection is closed. */
    private static String exchange(String request) throws IOException {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(String response, String name) {
        return new Answer(0, response, "").header(name);
    }

    private static String bearer() {
        return "authorization: Bearer " + issuer.token("ada", "profile:read");
    }

    private static void assertProblem(int status, String code, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
    }
}
