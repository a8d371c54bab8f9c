package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metering of an application's calls: usage, invoice, monthly quota and analytics. */
class UsageIT {
    private static RunningEdge edge;
    private static PortalCaller portal;

    /** Application with a key that is subscribed to the API Metered. */
    private record Subscriber(String owner, String application, String token) {
        static Subscriber of(String name, String plan) {
            String owner = portal.owner();
            String application = portal.application(owner, name);
            String token = portal.clientToken(
                            portal.key(owner, application, new JsonObject()).json())
                    .json()
                    .getString("access_token");
            var subscribed = portal.call(
                    "POST",
                    "/applications/" + application + "/subscriptions",
                    owner,
                    new JsonObject()
                            .put("api_name", "Metered")
                            .put("api_version", "1.0.0")
                            .put("plan", plan));
            assertThat(subscribed.status()).as(subscribed.body()).isEqualTo(201);
            return new Subscriber(owner, application, token);
        }

        HttpResult call(String path) {
            return edge.send(edge.anonymous("/api/metered/1.0.0" + path).header("authorization", "Bearer " + token));
        }

        JsonObject read(String path) {
            var read = portal.call("GET", path, owner, null);
            assertThat(read.status()).as(read.body()).isEqualTo(200);
            return read.json();
        }

        String csv(String path) {
            return edge.send(HttpRequest.newBuilder(edge.consoleUrl("/portal/api" + path))
                            .header("accept", "text/csv")
                            .header("authorization", "Bearer " + owner))
                    .body();
        }

        long calls() {
            return list(read("/usage").getJsonArray("usage")).get(0).getLong("calls");
        }
    }

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
    void a_plan_without_a_price_for_more_calls_ends_with_its_quota() {
        var subscriber = Subscriber.of("Capped", "Capped");
        for (int i = 0; i < 3; i++) {
            assertThat(subscriber.call("/users").status()).isEqualTo(200);
        }
        var refused = subscriber.call("/users");
        assertProblem(refused, 429, "monthly_quota_exhausted");
        assertThat(refused.json().getString("detail")).contains("The plan Capped has 3 calls");
        assertThat(refused.json().getString("plan")).isEqualTo("Capped");
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
        assertThat(subscriber.calls()).isEqualTo(3);
        var asAtWso2 = edge.send(edge.anonymous("/api/metered/1.0.0/users")
                .header("accept", "application/json")
                .header("authorization", "Bearer " + subscriber.token));
        assertThat(asAtWso2.json().getString("code")).isEqualTo("900804");
        assertThat(asAtWso2.json().getString("description")).contains("Capped");
    }

    @Test
    void calls_over_a_quota_are_sold_and_invoiced_exactly() {
        var subscriber = Subscriber.of("=Shop, \"1\"", "Priced");
        for (int i = 0; i < 5; i++) {
            assertThat(subscriber.call("/users").status()).isEqualTo(200);
        }
        var invoice = subscriber.read("/invoice");
        assertThat(list(invoice.getJsonArray("lines")))
                .extracting(line ->
                        line.getString("item") + " " + line.getLong("quantity") + " " + line.getString("amount"))
                .containsExactly("PLAN 1 10.00", "CALLS_OVER_QUOTA 3 0.0015");
        assertThat(invoice.getJsonArray("totals").getJsonObject(0).getString("amount"))
                .isEqualTo("10.00");
        assertThat(subscriber.csv("/invoice").lines().skip(2))
                .singleElement()
                .asString()
                .contains("\"'=Shop, \"\"1\"\"\"")
                .endsWith(",Metered,1.0.0,Priced,CALLS_OVER_QUOTA,3,0.0005,0.0015,EUR");
        assertThat(subscriber.csv("/usage").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith(",Metered,1.0.0,Priced,5,2");
    }

    @Test
    void refusals_and_failures_are_not_billed() {
        var subscriber = Subscriber.of("Unlucky", "Priced");
        assertThat(subscriber.call("/users").status()).isEqualTo(200);
        assertThat(subscriber.call("/not-in-the-contract").status()).isEqualTo(404);
        assertThat(subscriber.call("/broken").status()).isGreaterThanOrEqualTo(500);
        assertThat(subscriber.calls()).isEqualTo(1);
    }

    @Test
    void usage_is_its_owners_only() {
        var subscriber = Subscriber.of("Mine", "Priced");
        subscriber.call("/users");
        String other = portal.owner();
        var theirs = portal.call("GET", "/usage?application_id=" + subscriber.application, other, null);
        assertThat(theirs.json().getJsonArray("usage")).isEmpty();
        assertThat(portal.call("GET", "/invoice", other, null).json().getJsonArray("lines"))
                .isEmpty();
        assertProblem(portal.call("GET", "/usage", null, null), 401, "unauthenticated");
        assertProblem(portal.call("GET", "/usage", edge.token("forex:read"), null), 403, "forbidden");
    }

    @Test
    void a_subscription_without_calls_has_its_price_and_a_month_before_it_has_nothing() {
        var subscriber = Subscriber.of("Idle", "Priced");
        assertThat(subscriber.calls()).isZero();
        assertThat(list(subscriber.read("/invoice").getJsonArray("lines"))).hasSize(1);
        assertThat(subscriber.read("/usage?month=2020-02").getJsonArray("usage"))
                .isEmpty();
        assertProblem(portal.call("GET", "/usage?month=2020-13", subscriber.owner, null), 400, "invalid_request");
        assertProblem(portal.call("GET", "/usage?month=monthly", subscriber.owner, null), 400, "invalid_request");
    }

    @Test
    void analytics_show_an_owner_their_own_calls_and_an_operator_all() {
        var subscriber = Subscriber.of("Watched", "Priced");
        subscriber.call("/users");
        subscriber.call("/broken");
        subscriber.call("/not-in-the-contract");
        Awaitility.await().untilAsserted(() -> {
            var own = list(subscriber.read("/analytics?group_by=OPERATION").getJsonArray("series"));
            assertThat(own)
                    .extracting(series -> series.getString("name") + " "
                            + series.getJsonObject("total").getLong("calls") + " "
                            + series.getJsonObject("total").getLong("server_errors"))
                    .containsExactlyInAnyOrder("Metered get /users 1 0", "Metered get /broken 1 1");
        });
        var latency = list(subscriber.read("/analytics").getJsonArray("series"))
                .get(0)
                .getJsonObject("total")
                .getJsonObject("latency_ms");
        assertThat(latency.getDouble("p99")).isGreaterThanOrEqualTo(latency.getDouble("p50"));

        var others = portal.call("GET", "/analytics?application_id=" + subscriber.application, portal.owner(), null);
        assertThat(others.json().getJsonArray("series")).isEmpty();
        var all = portal.call("GET", "/analytics?group_by=APPLICATION", edge.token("metrics:read"), null);
        assertThat(list(all.json().getJsonArray("series")))
                .extracting(series -> series.getString("name"))
                .contains("Watched", "no application");
        assertProblem(portal.call("GET", "/analytics", edge.token("forex:read"), null), 403, "forbidden");
        assertProblem(portal.call("GET", "/analytics?group_by=COLOUR", subscriber.owner, null), 400, "invalid_request");
        assertProblem(
                portal.call("GET", "/analytics?from=2026-01-02&to=2026-01-01", subscriber.owner, null),
                400,
                "invalid_request");
    }

    private static List<JsonObject> list(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
