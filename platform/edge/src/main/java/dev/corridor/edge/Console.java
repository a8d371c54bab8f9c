package dev.corridor.edge;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.guard.RequestGuards;
import dev.corridor.edge.quota.SharedCounters;
import dev.corridor.kit.identity.Scope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Collectors;

/** Pages about the edge itself: the list of APIs and health for everybody, metrics for operators. */
final class Console {
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Corridor: the APIs</title>
            <style>body{font:16px/1.5 system-ui;margin:3rem auto;max-width:60rem;padding:0 1rem}
            td,th{padding:.3rem 1rem .3rem 0;text-align:left}</style>
            <h1>Corridor</h1>
            <p>The local edge serves these APIs. The <a href="/portal/">developer portal</a> has their references, applications and
            plans. Tokens: <code>POST /oauth2/token</code>;
            keys: <a href="/oauth2/jwks">/oauth2/jwks</a>.</p>
            <table>
            <tr><th>API</th><th>Kind</th><th>Path</th><th>Token</th><th>Limit for a caller</th></tr>
            %s
            </table>
            </html>
            """;

    private final EdgeConfig config;
    private final SharedCounters counters;
    private final RequestGuards guards;
    private final PrometheusMeterRegistry metrics;

    Console(EdgeConfig config, SharedCounters counters, RequestGuards guards, PrometheusMeterRegistry metrics) {
        this.config = config;
        this.counters = counters;
        this.guards = guards;
        this.metrics = metrics;
    }

    void mount(Router router) {
        router.get("/").handler(this::page);
        mountHealth(router);
        router.get("/metrics")
                .handler(guards.authenticate("metrics", Scope.METRICS_READ))
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
    }

    void mountHealth(Router router) {
        router.get("/health/live").handler(context -> context.json(new JsonObject().put("status", "UP")));
        router.get("/health/ready").handler(this::ready);
    }

    /** Reports ready while the ports are open. Without Redis each event loop counts alone, which the check rate_limits shows. */
    private void ready(RoutingContext context) {
        String counting = counters.isConnected() ? "UP" : "DOWN";
        context.json(new JsonObject()
                .put("status", "UP")
                .put(
                        "checks",
                        new JsonArray()
                                .add(new JsonObject().put("name", "rate_limits").put("status", counting))));
    }

    private void page(RoutingContext context) {
        String rows = config.apis().apis().stream().map(this::row).collect(Collectors.joining("\n"));
        context.response()
                .putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
                .end(PAGE.formatted(rows));
    }

    /** Renders one API. Values come from the checked configuration, whose characters need no escaping. */
    private String row(Api api) {
        return "<tr><td>%s</td><td>%s</td><td><code>%s</code></td><td>%s</td><td>%s</td></tr>"
                .formatted(api.name(), api.kind(), address(api), api.needsToken() ? "yes" : "no", limit(api));
    }

    private static String limit(Api api) {
        return api.policy().isUnlimited()
                ? "none"
                : api.plan().name() + ": " + api.policy().requestsPerMinute() + " a minute";
    }

    private String address(Api api) {
        return switch (api.kind()) {
            case REST, GRAPHQL -> "http://localhost:" + config.ports().http() + api.basePath();
            case WEBSOCKET -> "ws://localhost:" + config.ports().webSocket() + api.basePath();
            case GRPC -> "localhost:" + config.ports().http() + api.basePath();
        };
    }
}
