package dev.corridor.edge;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.guard.RequestGuards;
import dev.corridor.edge.proxy.Backends;
import dev.corridor.edge.proxy.GrpcProxy;
import dev.corridor.edge.proxy.RestProxy;
import dev.corridor.edge.proxy.WebSocketProxy;
import dev.corridor.edge.token.TokenEndpoint;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.websocket.UpgradeRequest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/** Routes of the edge: one router for each port. A path without a route is not found. */
final class EdgeRoutes {
    private static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 405, 413, 500);

    private static final Set<HttpMethod> CROSS_ORIGIN_METHODS = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final Set<String> CROSS_ORIGIN_HEADERS = Set.of(
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "last-event-id",
            "x-correlation-id");
    private static final Set<String> EXPOSED_HEADERS =
            Set.of("etag", "link", "location", "ratelimit", "ratelimit-policy", "retry-after", "x-correlation-id");
    private static final int PREFLIGHT_SECONDS = 600;

    private final Vertx vertx;
    private final EdgeConfig config;
    private final RequestGuards guards;

    EdgeRoutes(Vertx vertx, EdgeConfig config, RequestGuards guards) {
        this.vertx = vertx;
        this.config = config;
        this.guards = guards;
    }

    /** Routes REST, GraphQL, native gRPC and the edge's own health. */
    Router requests(Backends backends, Console console) {
        Router router = router();
        router.route().handler(crossOrigin());
        console.mountHealth(router);
        for (Api api : config.apis().of(Kind.REST, Kind.GRAPHQL)) {
            var proxy = new RestProxy(api, backends, config.limits());
            guarded(router, api, List.of(proxy::pass));
        }
        var grpc = new GrpcProxy(backends);
        for (Api api : config.apis().of(Kind.GRPC)) {
            guarded(router, api, List.of(context -> grpc.pass(context, api)));
        }
        return router;
    }

    Router streams(WebSocketProxy proxy) {
        Router router = router();
        for (Api api : config.apis().of(Kind.WEBSOCKET)) {
            guarded(router, api, List.of(UpgradeRequest::require, context -> proxy.pass(context, api)));
        }
        return router;
    }

    /** Routes the requests that the edge answers itself. */
    Router console(Console console, TokenEndpoint tokens) {
        Router router = router();
        console.mount(router);
        tokens.mount(router);
        return router;
    }

    /** Answers a request that is not HTTP or exceeds the limits of its request line or headers. Vert.x gives it to no router. */
    static void malformed(HttpServerRequest request) {
        long startedNanos = System.nanoTime();
        ProblemResponse.sendMalformed(request);
        AccessLog.write(request, startedNanos);
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(AccessLog::follow).handler(guards::admit).failureHandler(this::fail);
        ROUTER_STATUSES.forEach(status -> router.errorHandler(status, this::fail));
        return router;
    }

    /** Lets pages of any origin call the APIs, as WSO2's configuration does. Tokens are no cookies: a page has to have one. */
    private static CorsHandler crossOrigin() {
        return CorsHandler.create()
                .allowedMethods(CROSS_ORIGIN_METHODS)
                .allowedHeaders(CROSS_ORIGIN_HEADERS)
                .exposedHeaders(EXPOSED_HEADERS)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    /** Mounts an API at all its paths. Those of a default version come last, because they cover the paths of all versions. */
    private void guarded(Router router, Api api, List<Handler<RoutingContext>> answer) {
        for (String basePath : api.basePaths()) {
            Route route = router.route(basePath + "/*");
            if (basePath.equals(api.context())) {
                route.last();
            }
            route.handler(guards.requirePublicPath(api))
                    .handler(guards.authenticate(api))
                    .handler(guards.throttle(api))
                    .handler(EdgeRoutes::requireCaller);
            answer.forEach(route::handler);
        }
    }

    /** Drops a request whose caller has left while it was checked: its body can no longer be read. */
    private static void requireCaller(RoutingContext context) {
        if (!context.response().closed()) {
            context.next();
        }
    }

    private void fail(RoutingContext context) {
        if (context.response().closed()) {
            return;
        }
        // The router refuses a request without a host before any handler sees it.
        if (!context.response().headers().contains(Correlation.HEADER)) {
            guards.identify(context.request());
        }
        // An unread body would block the connection's next request.
        if (!context.request().isEnded()) {
            context.request().resume();
        }
        if (GrpcProxy.isGrpc(context.request())) {
            GrpcProxy.fail(context);
        } else {
            ProblemResponse.send(context);
        }
    }
}
