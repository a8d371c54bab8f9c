package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits of an application: its plan at one API, and the limit over all of them. */
class EdgeSubscriptionLimitIT {
    private static RunningEdge edge;
    private static PortalCaller portal;

    private final String owner = portal.owner();
    private final String application = portal.application(owner, "Counted");

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
    void the_keys_of_an_application_share_its_plan() {
        subscribe("Payment", "Few");
        String one = token();
        String other = token();

        assertThat(call(one, "payment").status()).isEqualTo(200);
        assertThat(call(other, "payment").status()).isEqualTo(200);
        assertThat(call(one, "payment").status()).isEqualTo(200);

        var refused = call(other, "payment");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("code")).isEqualTo("900804");
        assertThat(refused.json().getString("description")).contains("Few");
        assertThat(refused.json().getString("nextAccessTime"))
                .matches("\\d{4}-[A-Z][a-z]{2}-\\d\\d \\d\\d:\\d\\d:00\\+0000 UTC");
        assertThat(refused.headers().firstValue("ratelimit").orElseThrow())
                .contains("\"Few\";r=0;", "\"TwelveOfApplication\";r=8;");
    }

    @Test
    void the_limit_of_an_application_counts_the_calls_to_all_apis() {
        subscribe("Near", "Plenty");
        subscribe("Replicated", "Plenty");
        String token = token();
        for (int i = 0; i < 6; i++) {
            assertThat(call(token, "near").status()).isEqualTo(200);
            assertThat(call(token, "replicated").status()).isEqualTo(200);
        }

        var refused = call(token, "near");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("code")).isEqualTo("900803");
    }

    private void subscribe(String api, String plan) {
        var body = new JsonObject()
                .put("api_name", api)
                .put("api_version", "1.0.0")
                .put("plan", plan);
        var subscribed = portal.call("POST", "/applications/" + application + "/subscriptions", owner, body);
        assertThat(subscribed.status()).as(subscribed.body()).isEqualTo(201);
    }

    private String token() {
        var key = portal.key(owner, application, new JsonObject()).json();
        return portal.clientToken(key).json().getString("access_token");
    }

    private static HttpResult call(String token, String api) {
        return edge.send(edge.anonymous("/api/" + api + "/1.0.0/users")
                .header("accept", "application/json")
                .header("authorization", "Bearer " + token));
    }
}
