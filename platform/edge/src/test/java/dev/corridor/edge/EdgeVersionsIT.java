package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Versions of an API, operations without a token, and pages of other origins. */
class EdgeVersionsIT {
    private static final String ORIGIN = "https://app.example";
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
    void two_versions_stand_side_by_side_and_the_default_one_needs_no_number() {
        assertThat(get("/api/versions/1.0.0/x").json().getString("uri")).isEqualTo("/v1/x");
        assertThat(get("/api/versions/2.0.0/x").json().getString("uri")).isEqualTo("/v2/x");
        assertThat(get("/api/versions/x").json().getString("uri")).isEqualTo("/v2/x");
        assertThat(get("/api/versions/3.0.0/x").status()).isEqualTo(404);
        assertThat(get("/api/profile/users").status()).isEqualTo(404);
    }

    @Test
    void a_deprecated_version_says_when_it_ends_and_what_replaces_it() {
        var old = get("/api/versions/1.0.0/linked");
        var current = get("/api/versions/2.0.0/x");

        assertThat(old.headers().firstValue("deprecation")).contains("@1793491200");
        assertThat(old.headers().firstValue("sunset")).contains("Sat, 01 May 2027 00:00:00 GMT");
        assertThat(old.headers().allValues("link"))
                .containsExactlyInAnyOrder(
                        "<?page=2>; rel=\"next\"",
                        "<https://corridor.example/move>; rel=\"deprecation\"",
                        "<https://corridor.example/move>; rel=\"sunset\"",
                        "</api/versions/2.0.0>; rel=\"successor-version\"");
        assertThat(get("/api/versions/1.0.0/nowhere").headers().firstValue("deprecation"))
                .isPresent();
        assertThat(current.headers().map()).doesNotContainKeys("deprecation", "sunset");
    }

    @Test
    void an_operation_that_is_listed_as_public_needs_no_token() {
        assertThat(get("/api/pages/1.0.0/open").status()).isEqualTo(200);
        assertThat(get("/api/pages/1.0.0/x").status()).isEqualTo(401);
        // The contract would allow it, but this API does not list it.
        assertThat(get("/api/profile/1.0.0/open").status()).isEqualTo(401);
    }

    @Test
    void an_operation_asks_for_the_scope_that_its_contract_names() {
        assertThat(edge.send(edge.request("/api/profile/1.0.0/scoped", "ledger:read"))
                        .status())
                .isEqualTo(200);
        assertThat(edge.send(edge.request("/api/profile/1.0.0/scoped", "profile:read"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_page_of_an_allowed_origin_may_call_and_a_cache_learns_that_the_origin_matters() {
        var call = edge.send(edge.anonymous("/api/pages/1.0.0/open").header("origin", ORIGIN));
        var other = edge.send(edge.anonymous("/api/pages/1.0.0/open").header("origin", "https://evil.example"));
        var none = get("/api/pages/1.0.0/open");
        var refused = edge.send(edge.anonymous("/api/pages/1.0.0/x").header("origin", ORIGIN));

        assertThat(call.headers().allValues("access-control-allow-origin")).containsExactly(ORIGIN);
        assertThat(call.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().allValues("access-control-allow-origin")).containsExactly(ORIGIN);
        assertThat(other.headers().map())
                .doesNotContainKeys("access-control-allow-origin", "access-control-allow-credentials");
        assertThat(List.of(call, other, none))
                .allSatisfy(answer -> assertThat(vary(answer)).containsExactlyInAnyOrder("accept", "Origin"));
    }

    @Test
    void a_preflight_request_is_answered_for_the_allowed_origins_only() {
        var allowed = preflight("/api/pages/1.0.0/x", ORIGIN);
        var refused = preflight("/api/pages/1.0.0/x", "https://evil.example");
        var nullOrigin = preflight("/api/pages/1.0.0/x", "null");

        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.headers().allValues("access-control-allow-origin")).containsExactly(ORIGIN);
        assertThat(vary(allowed)).containsExactly("Origin");
        refused.assertProblem(403, "origin_not_allowed");
        nullOrigin.assertProblem(403, "origin_not_allowed");
    }

    private static HttpResult preflight(String path, String origin) {
        return edge.send(edge.anonymous(path)
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("origin", origin, "access-control-request-method", "POST"));
    }

    private static List<String> vary(HttpResult answer) {
        return answer.headers().allValues("vary").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
    }

    private static HttpResult get(String path) {
        return edge.send(edge.anonymous(path));
    }
}
