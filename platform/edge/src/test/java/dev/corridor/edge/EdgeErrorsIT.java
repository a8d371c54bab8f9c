package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Form of refusals: by the client's Accept, and by the API's protocol. */
class EdgeErrorsIT {
    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json, text/plain, */*", "application/json;q=0.9,*/*;q=0.1"})
    void a_client_of_wso2_gets_its_codes(String accept) {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("accept", accept));

        assertGateway(answer, 401, "900902", "Missing Credentials");
        assertThat(answer.json().getString("correlation_id"))
                .isEqualTo(answer.headers().firstValue("x-correlation-id").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/problem+json",
                "application/json, application/problem+json",
                "application/*",
                "text/html",
            })
    void all_others_get_a_problem(String accept) {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("accept", accept));

        RunningEdge.assertProblem(answer, 401, "unauthenticated");
    }

    @Test
    void each_kind_of_refusal_has_its_code() {
        assertGateway(
                json(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer x.y.z")),
                401,
                "900901",
                "Invalid Credentials");
        assertGateway(
                json(edge.request("/api/profile/1.0.0/users", "forex:read")),
                403,
                "900910",
                "The access token does not allow you to access the requested resource");
        assertGateway(json(edge.anonymous("/nowhere")), 404, "404", "Not found");
        assertGateway(json(edge.request("/api/gone/1.0.0/x")), 503, "101503", "Runtime Error");
        assertGateway(json(edge.request("/api/profile/1.0.0/never", "profile:read")), 504, "101504", "Runtime Error");
    }

    @Test
    void the_consoles_refusals_are_problems_for_everybody() {
        var answer = json(HttpRequest.newBuilder(edge.consoleUrl("/metrics")));

        RunningEdge.assertProblem(answer, 401, "unauthenticated");
    }

    @Test
    void a_token_is_told_what_it_lacks() {
        var missing = edge.send(edge.anonymous("/api/profile/1.0.0/users"));
        var invalid = edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer x.y.z"));
        var scope = edge.send(edge.request("/api/profile/1.0.0/scoped", "profile:read"));

        assertThat(missing.headers().allValues("www-authenticate")).containsExactly("Bearer");
        assertThat(invalid.headers().allValues("www-authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        assertThat(scope.headers().allValues("www-authenticate"))
                .containsExactly("Bearer error=\"insufficient_scope\", scope=\"ledger:read\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            application/graphql-response+json                         | application/graphql-response+json
            application/graphql-response+json, application/json;q=0.9 | application/graphql-response+json
            application/json                                          | application/json
            */*                                                       | application/json
            """)
    void a_refused_graphql_request_has_errors(String accept, String mediaType) {
        var answer = edge.send(edge.anonymous("/graphql/1.0.0")
                .header("accept", accept)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"{__typename}\"}")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type")).contains(mediaType);
        assertThat(answer.json().fieldNames()).containsExactly("errors");
        JsonObject error = answer.json().getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getJsonObject("extensions").getString("code")).isEqualTo("unauthenticated");
        assertThat(error.getJsonObject("extensions").getString("correlationId"))
                .isEqualTo(answer.headers().firstValue("x-correlation-id").orElseThrow());
    }

    @Test
    void a_graphql_path_that_does_not_exist_and_a_body_that_is_too_large_have_errors_too() {
        var nowhere = edge.send(edge.request("/graphql/1.0.0/nowhere"));
        var large = edge.send(edge.request("/graphql/1.0.0")
                .POST(BodyPublishers.ofString("x".repeat(RunningEdge.MAX_BODY_BYTES + 1))));

        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.json().getJsonArray("errors")).hasSize(1);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getJsonObject("extensions")
                        .getString("code"))
                .isEqualTo("payload_too_large");
    }

    private static HttpResult json(HttpRequest.Builder request) {
        return edge.send(request.header("accept", "application/json"));
    }

    private static void assertGateway(HttpResult answer, int status, String code, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.json().getString("code")).isEqualTo(code);
        assertThat(answer.json().getString("message")).isEqualTo(message);
        assertThat(answer.json().getString("description")).isNotBlank();
    }
}
