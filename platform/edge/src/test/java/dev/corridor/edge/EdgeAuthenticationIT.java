package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.edge.oauth.usecase.TokenIssuer;
import dev.corridor.kit.value.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with and without a valid token. */
class EdgeAuthenticationIT {
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
    void a_request_without_a_token_is_refused() {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users"));

        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
    }

    @Test
    void an_expired_token_is_refused() {
        var yesterday = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        var issuer =
                new TokenIssuer(edge.vertx, edge.config, yesterday, Ids.timeOrdered(yesterday, new SecureRandom()));

        assertRefused(issuer.forUser("somebody", "corridor", List.of("profile:read")));
    }

    @Test
    void a_token_signed_by_another_key_is_refused(@TempDir Path folder) {
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
                edge.config.database(),
                edge.config.profileGrpc(),
                edge.config.limits());
        var issuer = new TokenIssuer(edge.vertx, others, clock, Ids.timeOrdered(clock, new SecureRandom()));

        assertRefused(issuer.forUser("somebody", "corridor", List.of("profile:read")));
    }

    @Test
    void a_token_with_changed_claims_is_refused() {
        String[] parts = edge.token("profile:read").split("\\.");
        var claims = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])));
        claims.put("sub", RunningEdge.USER_ID);

        assertRefused(parts[0] + "." + encoded(claims) + "." + parts[2]);
    }

    @Test
    void an_unsigned_token_is_refused() {
        String claims = edge.token("profile:read").split("\\.")[1];
        var header = new JsonObject().put("alg", "none").put("typ", "JWT");

        assertRefused(encoded(header) + "." + claims + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "..", "a.b.c", "e30.e30.e30"})
    void a_malformed_token_is_refused(String token) {
        assertRefused(token);
    }

    @Test
    void a_token_without_a_scope_of_the_api_is_forbidden() {
        var answer = edge.send(edge.request("/api/profile/1.0.0/users", "forex:read"));

        assertProblem(answer, 403, "forbidden");
    }

    @Test
    void a_blocked_user_application_or_address_is_refused() throws IOException {
        var issuer = new TokenIssuer(
                edge.vertx, edge.config, Clock.systemUTC(), Ids.timeOrdered(Clock.systemUTC(), new SecureRandom()));
        var scopes = List.of("profile:read");
        for (String token : List.of(
                issuer.forUser("0197f3a0-0000-7000-8000-0000000bad00", "corridor", scopes),
                issuer.forUser(RunningEdge.USER_ID, "thief", scopes))) {
            var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users")
                    .header("authorization", "Bearer " + token)
                    .header("accept", "application/json"));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().getString("code")).isEqualTo("900805");
        }

        try (var socket = new Socket(
                InetAddress.getByName("127.0.0.1"),
                edge.config.ports().http(),
                InetAddress.getByName("127.0.0.66"),
                0)) {
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"blocked\"");
        }
    }

    private static void assertRefused(String token) {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token));
        assertProblem(answer, 401, "unauthenticated");
    }

    private static String encoded(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toBuffer().getBytes());
    }
}
