package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Ids;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REST and GraphQL requests through the edge: paths, headers, bodies and failing backends. */
class EdgeRequestsIT {

    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void the_rest_of_the_path_and_the_query_reach_the_backend() {
        var answer = edge.send(edge.request("/api/profile/1.0.0/users/a%20b?limit=2&q=%C3%A4", "profile:read"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("uri")).isEqualTo("/users/a%20b?limit=2&q=%C3%A4");
        assertThat(answer.headers().firstValue("etag")).contains("\"7\"");
    }

    @Test
    void a_graphql_request_reaches_the_one_graphql_path() {
        var answer = edge.send(edge.request("/graphql/1.0.0").POST(BodyPublishers.ofString("{\"query\":\"{ x }\"}")));

        assertThat(answer.json().getString("uri")).isEqualTo("/graphql");
        assertThat(answer.json().getString("body")).isEqualTo("{\"query\":\"{ x }\"}");
        assertThat(answer.json().getString("method")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/unknown/1.0.0/x",
                "/api/profile/2.0.0/users",
                "/api/profile/1.0.01/users",
                "/api/profile/1.0.0/metrics",
                "/api/profile/1.0.0/health/ready",
                "/api/profile/1.0.0/operations/rebuild",
                "/api/profile/1.0.0/x/../metrics",
                "/api/profile/1.0.0/%6Detrics",
                "/api/profile/1.0.0/%2e%2e/1.0.0/metrics",
                "/api/profile/1.0.0//metrics",
                "/api/payment/1.0.0/../../profile/1.0.0/users"
            })
    void a_path_that_is_not_exposed_is_not_found(String path) {
        var answer = edge.send(edge.request(path, "profile:read"));

        assertProblem(answer, 404, "not_found");
    }

    @Test
    void a_callers_correlation_id_is_passed_on_and_echoed() {
        var answer = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").header("x-correlation-id", "my-own-id-42"));

        assertThat(answer.json().getJsonObject("headers").getString("x-correlation-id"))
                .isEqualTo("my-own-id-42");
        assertThat(answer.headers().allValues("x-correlation-id")).containsExactly("my-own-id-42");
    }

    @Test
    void an_unsafe_correlation_id_is_replaced() {
        var answer = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").header("x-correlation-id", "<script>alert"));

        String id = answer.headers().firstValue("x-correlation-id").orElseThrow();
        assertThat(Ids.isUuid(id)).isTrue();
        assertThat(answer.json().getJsonObject("headers").getString("x-correlation-id"))
                .isEqualTo(id);
    }

    @Test
    void a_caller_cannot_set_the_gateways_headers() {
        var answer = edge.send(edge.request("/api/profile/1.0.0/users", "profile:read")
                .headers("X-JWT-Assertion", "forged", "X-Forwarded-For", "10.0.0.1", "Forwarded", "for=10.0.0.1"));

        var headers = answer.json().getJsonObject("headers");
        assertThat(headers.fieldNames()).doesNotContain("x-jwt-assertion", "forwarded");
        assertThat(headers.getString("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(headers.getString("x-forwarded-proto")).isEqualTo("http");
        assertThat(headers.getString("x-forwarded-host"))
                .isEqualTo("localhost:" + edge.config.ports().http());
        assertThat(headers.getString("authorization")).startsWith("Bearer ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-jwt-assertion",
                "X_JWT_Assertion",
                "X-Forwarded-Prefix",
                "x-forwarded-user",
                "x_forwarded_client_cert",
                "X-Original-URL",
                "X-Rewrite-Url",
                "X-HTTP-Method-Override",
                "X-Real-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-WSO2-Tenant",
                "x-envoy-original-path",
                "Via",
            })
    void a_header_that_only_gateways_set_is_removed(String name) {
        var answer = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").headers(name, "forged", "X-Customer", "kept"));

        var headers = answer.json().getJsonObject("headers");
        assertThat(headers.fieldNames()).contains("x-customer").doesNotContain(name.toLowerCase());
        assertThat(headers.encode()).doesNotContain("forged");
    }

    @Test
    void a_caller_cannot_have_the_edge_drop_its_own_headers() throws IOException {
        String answer = raw("GET /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + edge.token("profile:read")
                + "\r\nConnection: close\r\nConnection: x-forwarded-for, x-correlation-id\r\n\r\n");

        var headers = new JsonObject(answer.substring(answer.indexOf('{'))).getJsonObject("headers");
        assertThat(headers.fieldNames()).contains("x-forwarded-for", "x-correlation-id");
    }

    @Test
    void hop_by_hop_headers_are_not_passed_on() throws IOException {
        String answer = raw(
                "GET /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + edge.token("profile:read")
                        + "\r\nConnection: close\r\nConnection: X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nProxy-Connection: x\r\n\r\n");

        var headers = new JsonObject(answer.substring(answer.indexOf('{'))).getJsonObject("headers");
        assertThat(headers.fieldNames()).doesNotContain("x-hop", "te", "proxy-connection");
    }

    @Test
    void a_backend_that_is_down_is_unavailable() {
        var answer = edge.send(edge.request("/api/gone/1.0.0/x").POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.body()).doesNotContain("127.0.0.1").doesNotContain("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/replicated/1.0.0/x", "/api/listed/1.0.0/x"})
    void an_address_that_is_down_is_skipped(String path) {
        for (int i = 0; i < 4; i++) {
            assertThat(edge.send(edge.request(path)).status()).isEqualTo(200);
        }
    }

    @Test
    void a_backend_that_closes_the_connection_is_unavailable() {
        assertProblem(edge.send(edge.request("/api/profile/1.0.0/broken", "profile:read")), 503, "unavailable");
    }

    @Test
    void a_backend_that_never_answers_times_out() {
        var answer = edge.send(edge.request("/api/profile/1.0.0/never", "profile:read"));

        assertProblem(answer, 504, "deadline_exceeded");
    }

    @Test
    void a_body_within_the_limit_passes_in_chunks_and_whole() throws IOException {
        String body = "x".repeat(RunningEdge.MAX_BODY_BYTES);
        var whole = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").POST(BodyPublishers.ofString(body)));
        var chunks = edge.send(edge.request("/api/profile/1.0.0/users", "profile:read")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))));

        assertThat(whole.json().getString("body")).isEqualTo(body);
        assertThat(chunks.json().getString("body")).isEqualTo(body);
    }

    @Test
    void a_body_over_the_limit_is_refused_in_chunks_and_whole() {
        String body = "x".repeat(RunningEdge.MAX_BODY_BYTES + 1);
        var whole = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").POST(BodyPublishers.ofString(body)));
        var chunks = edge.send(edge.request("/api/profile/1.0.0/users", "profile:read")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))));

        assertProblem(whole, 413, "payload_too_large");
        assertProblem(chunks, 413, "payload_too_large");
    }

    @Test
    void http_2_with_tls_serves_the_same_with_a_body_of_unknown_length() {
        var request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + edge.config.ports().https() + "/api/profile/1.0.0/users"))
                .version(HttpClient.Version.HTTP_2)
                .header("authorization", "Bearer " + edge.token("profile:read"))
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("{\"a\":1}")));

        var response = edge.exchange(request);
        var answer = RunningEdge.result(response);

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.json().getString("body")).isEqualTo("{\"a\":1}");
        assertThat(answer.json().getJsonObject("headers").getString("x-forwarded-proto"))
                .isEqualTo("https");
    }

    @Test
    void a_path_with_a_nul_byte_is_not_found() throws IOException {
        assertThat(raw("GET /api/profile\u0000/1.0.0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json");
    }

    @Test
    void a_request_in_absolute_form_is_served_by_its_path() throws IOException {
        String answer = raw("GET http://elsewhere/api/profile/1.0.0/users?a=b HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer " + edge.token("profile:read") + "\r\nConnection: close\r\n\r\n");

        assertThat(new JsonObject(answer.substring(answer.indexOf('{'))).getString("uri"))
                .isEqualTo("/users?a=b");
    }

    @Test
    void the_body_of_a_refused_request_does_not_block_the_next_one() throws IOException {
        String body = "x".repeat(50_000);

        String answers = raw("POST /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body
                + "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @CsvSource({"HEAD, /users, 200", "GET, /nothing, 204", "GET, /unchanged, 304", "DELETE, /users, 200"})
    void answers_without_a_body_pass(String method, String path, int status) {
        var answer = edge.send(
                edge.request("/api/profile/1.0.0" + path, "profile:read").method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void a_page_of_another_origin_may_call_the_apis() {
        var preflight = edge.send(edge.anonymous("/api/profile/1.0.0/users")
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("origin", "http://localhost:3000", "access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type,idempotency-key"));
        var call = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").header("origin", "http://localhost:3000"));
        var refused = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("origin", "http://localhost:3000"));

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("access-control-allow-headers")
                        .orElse(""))
                .contains("idempotency-key");
        assertThat(List.of(preflight, call, refused))
                .allSatisfy(answer -> assertThat(answer.headers().allValues("access-control-allow-origin"))
                        .containsExactly("*"));
        assertThat(call.headers().firstValue("access-control-expose-headers").orElse(""))
                .contains("x-correlation-id");
        assertProblem(refused, 401, "unauthenticated");
    }

    @Test
    void metrics_need_an_operators_token() {
        var metrics = edge.consoleUrl("/metrics");

        assertProblem(edge.send(HttpRequest.newBuilder(metrics)), 401, "unauthenticated");
        assertProblem(
                edge.send(HttpRequest.newBuilder(metrics)
                        .header("authorization", "Bearer " + edge.token("profile:read"))),
                403,
                "forbidden");
        assertThat(edge.send(HttpRequest.newBuilder(metrics)
                                .header("authorization", "Bearer " + edge.token("metrics:read")))
                        .body())
                .contains("corridor_edge_streams");
    }

    @Test
    void health_reports_up() {
        assertThat(edge.send(edge.anonymous("/health/live")).json().getString("status"))
                .isEqualTo("UP");
        var ready = edge.send(edge.anonymous("/health/ready")).json();
        assertThat(ready.getJsonArray("checks").getJsonObject(0))
                .isEqualTo(new JsonObject().put("name", "rate_limits").put("status", "UP"));
    }

    /** Sends exactly these bytes and reads until the edge closes the connection. */
    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", edge.config.ports().http())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
