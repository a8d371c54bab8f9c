package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.edge.token.TokenIssuer;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import dev.corridor.kit.value.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).getString("uri")).isEqualTo("/users/a%20b?limit=2&q=%C3%A4");
        assertThat(answer.headers().firstValue("etag")).contains("\"7\"");
    }

    @Test
    void a_graphql_request_reaches_the_one_graphql_path() {
        var answer = edge.send(edge.request("/graphql/1.0.0").POST(BodyPublishers.ofString("{\"query\":\"{ x }\"}")));

        assertThat(json(answer).getString("uri")).isEqualTo("/graphql");
        assertThat(json(answer).getString("body")).isEqualTo("{\"query\":\"{ x }\"}");
        assertThat(json(answer).getString("method")).isEqualTo("POST");
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
                "/api/profile/1.0.0/x/../metrics",
                "/api/profile/1.0.0/%6Detrics",
                "/api/profile/1.0.0/%2e%2e/1.0.0/metrics",
                "/api/profile/1.0.0//metrics",
                "/api/payment/1.0.0/../../profile/1.0.0/users"
            })
    void what_is_not_exposed_is_not_found(String path) {
        var answer = edge.send(edge.request(path, "profile:read"));

        assertProblem(answer, 404, "not_found");
    }

    @Test
    void without_a_token_nothing_passes() {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users"));

        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
    }

    @Test
    void an_expired_token_does_not_pass() {
        var yesterday = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        var issuer =
                new TokenIssuer(edge.vertx, edge.config, yesterday, Ids.timeOrdered(yesterday, new SecureRandom()));

        assertRefused(issuer.forUser("somebody", "corridor", List.of("profile:read")));
    }

    @Test
    void a_token_signed_by_another_key_does_not_pass(@TempDir Path folder) {
        var clock = Clock.systemUTC();
        var others = new EdgeConfig(
                edge.config.host(),
                edge.config.ports(),
                edge.config.apis(),
                edge.config.addresses(),
                edge.config.redisUrl(),
                EdgeKeys.open(folder, clock),
                edge.config.clients(),
                edge.config.userPassword(),
                edge.config.profileGrpc(),
                edge.config.limits());
        var issuer = new TokenIssuer(edge.vertx, others, clock, Ids.timeOrdered(clock, new SecureRandom()));

        assertRefused(issuer.forUser("somebody", "corridor", List.of("profile:read")));
    }

    @Test
    void a_token_whose_claims_were_changed_does_not_pass() {
        String[] parts = edge.token("profile:read").split("\\.");
        var claims = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])));
        claims.put("sub", RunningEdge.PERSON);

        assertRefused(parts[0] + "." + encoded(claims) + "." + parts[2]);
    }

    @Test
    void an_unsigned_token_does_not_pass() {
        String claims = edge.token("profile:read").split("\\.")[1];
        var header = new JsonObject().put("alg", "none").put("typ", "JWT");

        assertRefused(encoded(header) + "." + claims + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "..", "a.b.c", "e30.e30.e30"})
    void a_token_that_is_none_does_not_pass(String token) {
        assertRefused(token);
    }

    @Test
    void a_token_without_a_scope_of_the_api_is_forbidden() {
        var answer = edge.send(edge.request("/api/profile/1.0.0/users", "forex:read"));

        assertProblem(answer, 403, "forbidden");
    }

    @Test
    void the_call_after_the_last_allowed_one_is_told_when_to_come_back() {
        String token = "Bearer " + edge.token();
        for (int remaining = 2; remaining >= 0; remaining--) {
            var allowed = edge.send(edge.anonymous("/api/payment/1.0.0/x").header("authorization", token));
            assertThat(allowed.statusCode()).isEqualTo(200);
            assertThat(allowed.headers().firstValue("ratelimit-policy")).contains("\"Few\";q=3;w=60");
            assertThat(allowed.headers().firstValue("ratelimit").orElseThrow())
                    .startsWith("\"Few\";r=" + remaining + ";t=");
        }

        var refused = edge.send(edge.anonymous("/api/payment/1.0.0/x").header("authorization", token));

        assertProblem(refused, 429, "too_many_requests");
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);
    }

    @Test
    void one_callers_calls_are_not_counted_against_another() {
        for (int i = 0; i < 4; i++) {
            assertThat(edge.send(edge.request("/api/payment/1.0.0/x")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void callers_are_let_through_uncounted_while_redis_is_away() {
        try (var uncounted = RunningEdge.start("redis://127.0.0.1:" + Ports.free())) {
            String token = "Bearer " + uncounted.token();
            for (int i = 0; i < 5; i++) {
                var answer = uncounted.send(
                        uncounted.anonymous("/api/payment/1.0.0/x").header("authorization", token));
                assertThat(answer.statusCode()).isEqualTo(200);
            }
            var metrics = uncounted.send(HttpRequest.newBuilder(uncounted.consoleUrl("/metrics")));
            assertThat(metrics.body()).contains("corridor_edge_uncounted_total 5.0");
        }
    }

    @Test
    void callers_are_counted_again_when_redis_is_back(@TempDir Path folder) {
        int port = Ports.free();
        try (var edgeAlone = RunningEdge.start("redis://127.0.0.1:" + port);
                var redis = EmbeddedRedis.start(new EmbeddedRedis.Options(folder, port, false))) {
            var ready = edgeAlone.anonymous("/health/ready");
            var deadline = Instant.now().plusSeconds(20);
            while (edgeAlone.send(ready).body().contains("DOWN")) {
                assertThat(Instant.now()).as(redis.url()).isBefore(deadline);
            }

            var answer = edgeAlone.send(edgeAlone.request("/api/payment/1.0.0/x"));

            assertThat(answer.headers().firstValue("ratelimit")).isPresent();
        }
    }

    @Test
    void a_correlation_id_from_the_caller_is_passed_on_and_echoed() {
        var answer = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").header("x-correlation-id", "my-own-id-42"));

        assertThat(json(answer).getJsonObject("headers").getString("x-correlation-id"))
                .isEqualTo("my-own-id-42");
        assertThat(answer.headers().allValues("x-correlation-id")).containsExactly("my-own-id-42");
    }

    @Test
    void a_correlation_id_is_made_when_the_callers_could_do_harm() {
        var answer = edge.send(
                edge.request("/api/profile/1.0.0/users", "profile:read").header("x-correlation-id", "<script>alert"));

        String id = answer.headers().firstValue("x-correlation-id").orElseThrow();
        assertThat(Ids.isUuid(id)).isTrue();
        assertThat(json(answer).getJsonObject("headers").getString("x-correlation-id"))
                .isEqualTo(id);
    }

    @Test
    void a_caller_cannot_speak_as_the_gateway_or_from_another_address() {
        var answer = edge.send(edge.request("/api/profile/1.0.0/users", "profile:read")
                .headers("X-JWT-Assertion", "forged", "X-Forwarded-For", "10.0.0.1", "Forwarded", "for=10.0.0.1"));

        var headers = json(answer).getJsonObject("headers");
        assertThat(headers.fieldNames()).doesNotContain("x-jwt-assertion", "forwarded");
        assertThat(headers.getString("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(headers.getString("x-forwarded-proto")).isEqualTo("http");
        assertThat(headers.getString("x-forwarded-host"))
                .isEqualTo("localhost:" + edge.config.ports().http());
        assertThat(headers.getString("authorization")).startsWith("Bearer ");
    }

    @Test
    void headers_of_one_hop_stay_behind() throws IOException {
        String answer = raw(
                "GET /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + edge.token("profile:read")
                        + "\r\nConnection: close\r\nConnection: X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nProxy-Connection: x\r\n\r\n");

        var headers = new JsonObject(answer.substring(answer.indexOf('{'))).getJsonObject("headers");
        assertThat(headers.fieldNames()).doesNotContain("x-hop", "te", "proxy-connection");
    }

    @Test
    void a_backend_that_is_down_is_said_to_be_unavailable() {
        var answer = edge.send(edge.request("/api/gone/1.0.0/x").POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.body()).doesNotContain("127.0.0.1").doesNotContain("refused");
    }

    @Test
    void a_replica_that_is_down_is_passed_over() {
        for (int i = 0; i < 4; i++) {
            assertThat(edge.send(edge.request("/api/replicated/1.0.0/x")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_backend_that_breaks_off_is_said_to_be_unavailable() {
        assertProblem(edge.send(edge.request("/api/profile/1.0.0/broken", "profile:read")), 503, "unavailable");
    }

    @Test
    void a_backend_that_never_answers_is_not_waited_for() {
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

        assertThat(json(whole).getString("body")).isEqualTo(body);
        assertThat(json(chunks).getString("body")).isEqualTo(body);
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

        var answer = edge.send(request);

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(json(answer).getString("body")).isEqualTo("{\"a\":1}");
        assertThat(json(answer).getJsonObject("headers").getString("x-forwarded-proto"))
                .isEqualTo("https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void what_is_no_request_is_said_to_be_invalid(String nonsense) throws IOException {
        String answer = raw(nonsense);

        assertThat(answer).containsPattern("^HTTP/1.[01] 400 ").contains("application/problem+json");
        assertThat(new JsonObject(answer.substring(answer.indexOf('{'))).getString("code"))
                .isEqualTo("invalid_request");
    }

    @Test
    void a_path_with_a_nul_byte_is_not_found() throws IOException {
        assertThat(raw("GET /api/profile\u0000/1.0.0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json");
    }

    @Test
    void a_request_with_a_whole_url_is_served_by_its_path() throws IOException {
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

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void calls_at_the_same_moment_are_all_counted() {
        var request = edge.request("/api/payment/1.0.0/x").build();

        var answers = IntStream.range(0, 100)
                .mapToObj(i -> edge.http.sendAsync(request, BodyHandlers.discarding()))
                .toList();

        assertThat(answers.stream().map(answer -> answer.join().statusCode()))
                .filteredOn(status -> status == 200)
                .hasSize(3);
    }

    @Test
    void health_says_up() {
        assertThat(json(edge.send(edge.anonymous("/health/live"))).getString("status"))
                .isEqualTo("UP");
        var ready = json(edge.send(edge.anonymous("/health/ready")));
        assertThat(ready.getJsonArray("checks").getJsonObject(0))
                .isEqualTo(new JsonObject().put("name", "rate_limits").put("status", "UP"));
    }

    private static void assertRefused(String token) {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token));
        assertProblem(answer, 401, "unauthenticated");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(json(answer).getString("code")).isEqualTo(code);
        assertThat(json(answer).getInteger("status")).isEqualTo(status);
        assertThat(answer.headers().allValues("x-correlation-id"))
                .containsExactly(json(answer).getString("correlation_id"));
    }

    private static String encoded(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toBuffer().getBytes());
    }

    /** Says exactly these bytes, and reads until the edge hangs up. */
    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", edge.config.ports().http())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
