package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Applications, keys and subscriptions of a user, through the portal's REST API. */
class PortalApiIT {
    private static RunningEdge edge;
    private static PortalCaller portal;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
        portal = new PortalCaller(edge);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void everybody_reads_the_catalogue_and_its_contract() {
        var apis = portal.call("GET", "/apis", null, null).json().getJsonArray("apis");
        var plans = portal.call("GET", "/plans", null, null).json().getJsonArray("plans");

        assertThat(apis.stream().map(api -> ((JsonObject) api).getString("name")))
                .contains("Profile", "Stream");
        assertThat(plans.stream().map(plan -> ((JsonObject) plan).getString("name")))
                .contains("Plenty");
        assertThat(portal.call("GET", "/apis/Profile/versions/1.0.0", null, null)
                        .json()
                        .getString("url"))
                .isEqualTo(edge.url("/api/profile/1.0.0").toString());
        assertProblem(portal.call("GET", "/apis/Profile/versions/9", null, null), 404, "api_not_found");
        assertThat(portal.call("GET", "/openapi.yaml", null, null).body()).contains("title: Corridor developer portal");
    }

    @Test
    void applications_need_a_token_with_the_scope() {
        assertProblem(portal.call("GET", "/applications", null, null), 401, "unauthenticated");
        assertProblem(portal.call("GET", "/applications", edge.token("forex:read"), null), 403, "forbidden");
        assertProblem(
                portal.call(
                        "POST", "/applications", edge.token("applications:read"), new JsonObject().put("name", "x")),
                403,
                "forbidden");
    }

    @Test
    void an_application_is_its_owners_only() {
        String owner = portal.owner();
        String id = portal.application(owner, "Mine");
        String other = portal.owner();

        assertThat(portal.call("GET", "/applications", owner, null).json().getJsonArray("applications"))
                .hasSize(1);
        assertThat(portal.call("GET", "/applications", other, null).json().getJsonArray("applications"))
                .isEmpty();
        for (String method : List.of("GET", "DELETE")) {
            assertProblem(portal.call(method, "/applications/" + id, other, null), 404, "application_not_found");
        }
        assertProblem(portal.key(other, id, new JsonObject()), 404, "application_not_found");
        assertProblem(subscribe(other, id, "Profile", "Plenty"), 404, "application_not_found");
        assertProblem(
                portal.call("GET", "/applications/" + UUID.randomUUID(), owner, null), 404, "application_not_found");
        assertProblem(portal.call("GET", "/applications/" + "x".repeat(36), owner, null), 404, "application_not_found");
    }

    @Test
    void a_name_is_unique_for_its_owner_and_can_be_changed() {
        String owner = portal.owner();
        portal.application(owner, "One");
        String two = portal.application(owner, "Two");

        assertProblem(
                portal.call("POST", "/applications", owner, new JsonObject().put("name", "One")),
                409,
                "application_exists");
        assertProblem(
                portal.call("PUT", "/applications/" + two, owner, new JsonObject().put("name", "One")),
                409,
                "application_exists");
        var changed = portal.call(
                "PUT",
                "/applications/" + two,
                owner,
                new JsonObject().put("name", "2").put("description", "b"));
        assertThat(changed.json().getString("description")).isEqualTo("b");
        assertProblem(
                portal.call(
                        "POST",
                        "/applications",
                        owner,
                        new JsonObject().put("name", "x").put("owner", "y")),
                400,
                "invalid_request");
    }

    @Test
    void a_key_needs_a_subscription_and_its_plan_changes_at_once() {
        String owner = portal.owner();
        String id = portal.application(owner, "Reader");
        var key = portal.key(owner, id, new JsonObject()).json();
        String token = portal.clientToken(key).json().getString("access_token");

        assertProblem(callPayment(token), 403, "not_subscribed");
        var asAtWso2 = edge.send(edge.anonymous("/api/payment/1.0.0/users")
                .header("accept", "application/json")
                .header("authorization", "Bearer " + token));
        assertThat(asAtWso2.body()).contains("900908");

        var subscription = subscribe(owner, id, "Payment", "Few");
        assertThat(subscription.status()).as(subscription.body()).isEqualTo(201);
        assertThat(policyOf(callPayment(token))).contains("\"Few\";q=3");
        assertProblem(subscribe(owner, id, "Payment", "Few"), 409, "subscription_exists");
        assertProblem(subscribe(owner, id, "Payment", "Gold"), 422, "plan_unknown");
        assertProblem(subscribe(owner, id, "Nothing", "Few"), 404, "api_not_found");

        String path =
                "/applications/" + id + "/subscriptions/" + subscription.json().getString("id");
        assertThat(portal.call("PUT", path, owner, new JsonObject().put("plan", "Plenty"))
                        .status())
                .isEqualTo(200);
        assertThat(policyOf(callPayment(token))).contains("\"Plenty\";q=5000");
        assertThat(portal.call("DELETE", path, owner, null).status()).isEqualTo(204);
        assertThat(callPayment(token).status()).isEqualTo(403);
    }

    @Test
    void a_secret_is_shown_once_and_a_rotated_one_is_refused() {
        String owner = portal.owner();
        String id = portal.application(owner, "Rotating");
        var key = portal.key(owner, id, new JsonObject());
        assertThat(key.headers().firstValue("cache-control")).contains("no-store");
        String clientId = key.json().getString("client_id");

        var whole = portal.call("GET", "/applications/" + id, owner, null);
        assertThat(whole.json().getJsonArray("keys").getJsonObject(0).getString("client_id"))
                .isEqualTo(clientId);
        assertThat(whole.body()).doesNotContain(key.json().getString("client_secret"), "client_secret");

        String path = "/applications/" + id + "/keys/" + clientId;
        var rotated = portal.call("POST", path + "/secret", owner, null);
        assertThat(portal.clientToken(key.json()).status()).isEqualTo(401);
        assertThat(portal.clientToken(rotated.json()).status()).isEqualTo(200);
    }

    @Test
    void a_revoked_key_and_a_deleted_application_end_their_tokens() {
        String owner = portal.owner();
        String id = portal.application(owner, "Ending");
        var one = portal.key(owner, id, new JsonObject()).json();
        var two = portal.key(owner, id, new JsonObject()).json();
        subscribe(owner, id, "Profile", "Plenty");
        subscribe(owner, id, "GraphQL", "Plenty");
        String first = portal.clientToken(one).json().getString("access_token");
        String second = portal.clientToken(two).json().getString("access_token");
        assertThat(callGraphql(first)).isEqualTo(200);

        String path = "/applications/" + id + "/keys/" + one.getString("client_id");
        assertThat(portal.call("DELETE", path, owner, null).status()).isEqualTo(204);
        assertThat(callGraphql(first)).isEqualTo(401);
        assertThat(portal.clientToken(one).status()).isEqualTo(401);
        assertThat(callGraphql(second)).isEqualTo(200);

        assertThat(portal.call("DELETE", "/applications/" + id, owner, null).status())
                .isEqualTo(204);
        assertThat(callGraphql(second)).isEqualTo(401);
        assertProblem(portal.call("DELETE", path, owner, null), 404, "application_not_found");
    }

    @Test
    void a_key_cannot_have_rights_that_are_not_for_programs() {
        String owner = portal.owner();
        String id = portal.application(owner, "Greedy");

        assertProblem(portal.key(owner, id, scopes("payments:topup")), 422, "key_invalid");
        assertProblem(portal.key(owner, id, scopes("payments:write")), 422, "key_invalid");
        assertProblem(portal.key(owner, id, new JsonObject().put("public", true)), 422, "key_invalid");
        assertProblem(
                portal.key(owner, id, new JsonObject().put("grant_types", new JsonArray().add("password"))),
                400,
                "invalid_request");
        assertProblem(
                portal.key(
                        owner,
                        id,
                        new JsonObject()
                                .put("grant_types", new JsonArray().add("authorization_code"))
                                .put("redirect_uris", new JsonArray().add("http://evil.example/"))),
                422,
                "key_invalid");
    }

    private static JsonObject scopes(String... scopes) {
        return new JsonObject().put("scopes", new JsonArray(List.of(scopes)));
    }

    private static HttpResult subscribe(String token, String application, String api, String plan) {
        return portal.call(
                "POST",
                "/applications/" + application + "/subscriptions",
                token,
                new JsonObject()
                        .put("api_name", api)
                        .put("api_version", "1.0.0")
                        .put("plan", plan));
    }

    private static HttpResult callPayment(String token) {
        return edge.send(edge.anonymous("/api/payment/1.0.0/users").header("authorization", "Bearer " + token));
    }

    private static int callGraphql(String token) {
        return edge.send(edge.anonymous("/graphql/1.0.0")
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{}")))
                .status();
    }

    private static String policyOf(HttpResult result) {
        assertThat(result.status()).as(result.body()).isEqualTo(200);
        return result.headers().firstValue("ratelimit-policy").orElse("");
    }
}
