package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenEndpointIT {
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
    void a_service_gets_a_token_with_all_its_scopes() {
        var answer = edge.requestToken(
                Map.of("grant_type", "client_credentials"),
                "authorization",
                basic("payment", RunningEdge.SERVICE_SECRET.value()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.json().getString("token_type")).isEqualTo("Bearer");
        assertThat(answer.json().getInteger("expires_in")).isEqualTo(3600);
        assertThat(answer.json().getString("scope")).isEqualTo("ledger:admin profile:read");
        var claims = claims(answer);
        assertThat(claims.getString("sub")).isEqualTo("payment");
        assertThat(claims.getString("aut")).isEqualTo("APPLICATION");
        assertThat(claims.getString("azp")).isEqualTo("payment");
        assertThat(claims.getString("iss")).isEqualTo(edge.config.tokenUrl());
        assertThat(claims.getString("scope")).isEqualTo("ledger:admin profile:read");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3600);
        assertThat(claims.getString("jti")).isNotBlank();
    }

    @Test
    void a_service_may_request_fewer_scopes_and_authenticate_in_the_form() {
        var answer = edge.requestToken(Map.of(
                "grant_type", "client_credentials",
                "client_id", "payment",
                "client_secret", RunningEdge.SERVICE_SECRET.value(),
                "scope", "profile:read"));

        assertThat(answer.json().getString("scope")).isEqualTo("profile:read");
    }

    @Test
    void a_service_gets_no_scope_that_it_does_not_have() {
        var answer = edge.requestToken(
                Map.of("grant_type", "client_credentials", "scope", "profile:read payments:topup"),
                "authorization",
                basic("payment", RunningEdge.SERVICE_SECRET.value()));

        assertError(answer, 400, "invalid_scope");
    }

    @Test
    void a_wrong_secret_and_an_unknown_client_look_the_same() {
        var wrongSecret = edge.requestToken(
                Map.of("grant_type", "client_credentials"), "authorization", basic("payment", "guess"));
        var unknown = edge.requestToken(
                Map.of("grant_type", "client_credentials"), "authorization", basic("nobody", "guess"));

        assertError(wrongSecret, 401, "invalid_client");
        assertError(unknown, 401, "invalid_client");
        assertThat(wrongSecret.headers().firstValue("www-authenticate")).contains("Basic realm=\"corridor\"");
        assertThat(wrongSecret.body()).isEqualTo(unknown.body());
    }

    @Test
    void a_user_gets_a_token_with_every_customer_scope() {
        var answer = requestUserToken("ada", Map.of());

        assertThat(claims(answer).getString("sub")).isEqualTo(RunningEdge.USER_ID);
        assertThat(claims(answer).getString("aut")).isEqualTo("APPLICATION_USER");
        assertThat(claims(answer).getString("scope").split(" ")).containsExactlyInAnyOrderElementsOf(Scope.ofUsers());
    }

    @Test
    void a_user_gets_other_scopes_when_the_operator_requests_them() {
        var answer = requestUserToken("ada", Map.of("scope", "payments:topup ledger:admin"));

        assertThat(claims(answer).getString("scope")).isEqualTo("payments:topup ledger:admin");
    }

    @Test
    void an_unknown_user_and_a_wrong_password_look_the_same() {
        var unknown = requestUserToken("nobody", Map.of());
        var wrong = requestUserToken("ada", Map.of("password", "guess"));

        assertError(unknown, 400, "invalid_grant");
        assertThat(wrong.body()).isEqualTo(unknown.body());
    }

    @Test
    void a_service_may_not_request_tokens_for_users() {
        var answer = edge.requestToken(
                Map.of("grant_type", "password", "username", "ada", "password", RunningEdge.PLATFORM_SECRET.value()),
                "authorization",
                basic("payment", RunningEdge.SERVICE_SECRET.value()));

        assertError(answer, 400, "unauthorized_client");
    }

    @Test
    void malformed_requests_are_refused() {
        String operator = basic("corridor", RunningEdge.PLATFORM_SECRET.value());

        assertError(edge.requestToken(Map.of(), "authorization", operator), 400, "invalid_request");
        assertError(
                edge.requestToken(Map.of("grant_type", "implicit"), "authorization", operator),
                400,
                "unsupported_grant_type");
        assertError(
                edge.requestToken(Map.of("grant_type", "password", "username", "ada"), "authorization", operator),
                400,
                "invalid_request");
        assertError(
                edge.requestToken(
                        Map.of("grant_type", "client_credentials", "client_id", "payment"), "authorization", operator),
                400,
                "invalid_request");
        assertError(edge.requestToken(Map.of("grant_type", "client_credentials")), 401, "invalid_client");
        assertError(
                edge.requestToken(Map.of("grant_type", "client_credentials"), "authorization", "Basic ???"),
                401,
                "invalid_client");
        assertError(
                edge.send(HttpRequest.newBuilder(edge.consoleUrl("/oauth2/token"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))),
                400,
                "invalid_request");
    }

    @Test
    void other_methods_and_large_forms_are_refused() {
        assertThat(edge.send(HttpRequest.newBuilder(edge.consoleUrl("/oauth2/token")))
                        .status())
                .isEqualTo(405);
        assertThat(edge.requestToken(Map.of("grant_type", "x".repeat(20_000))).status())
                .isEqualTo(413);
    }

    @Test
    void the_key_set_has_the_tokens_key_and_no_private_part() {
        var keys = edge.send(HttpRequest.newBuilder(edge.consoleUrl("/oauth2/jwks")))
                .json()
                .getJsonArray("keys");
        String header = edge.token().split("\\.")[0];

        var key = keys.getJsonObject(0);
        assertThat(keys).as("the current key and the next").hasSize(2);
        assertThat(key.getString("kid")).isEqualTo(decoded(header).getString("kid"));
        assertThat(key.getString("alg")).isEqualTo("ES256");
        assertThat(keys.stream().map(each -> ((JsonObject) each).fieldNames())).noneMatch(names -> names.contains("d"));
    }

    @Test
    void a_token_from_the_endpoint_is_accepted_by_an_api() {
        String token = requestUserToken("ada", Map.of()).json().getString("access_token");

        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void the_console_lists_the_apis() {
        var page = edge.send(HttpRequest.newBuilder(edge.consoleUrl("/")));

        assertThat(page.body()).contains("/api/profile/1.0.0", "/stream/forex/1.0.0", "/grpc/profile/1.0.0");
    }

    private static HttpResult requestUserToken(String username, Map<String, String> also) {
        var form = new HashMap<>(Map.of(
                "grant_type", "password", "username", username, "password", RunningEdge.PLATFORM_SECRET.value()));
        form.putAll(also);
        return edge.requestToken(form, "authorization", basic("corridor", RunningEdge.PLATFORM_SECRET.value()));
    }

    /** Encodes credentials as RFC 6749 (section 2.3.1) prescribes: each part is form-encoded first. */
    private static String basic(String id, String secret) {
        String pair =
                URLEncoder.encode(id, StandardCharsets.UTF_8) + ":" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject claims(HttpResult answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return decoded(answer.json().getString("access_token").split("\\.")[1]);
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
    }

    private static void assertError(HttpResult answer, int status, String error) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().getString("error")).isEqualTo(error);
        assertThat(answer.json().getString("error_description")).isNotBlank();
    }
}
