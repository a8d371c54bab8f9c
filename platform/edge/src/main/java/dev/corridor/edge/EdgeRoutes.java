package dev.corridor.edge;

import dev.corridor.edge.cache.ResponseCache;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.CountedBy;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.error.ErrorResponse;
import dev.corridor.edge.guard.BlockedCallers;
import dev.corridor.edge.guard.CrossOrigin;
import dev.corridor.edge.guard.DeprecationNotice;
import dev.corridor.edge.guard.OpenStreams;
import dev.corridor.edge.guard.RequestGuards;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.edge.oauth.OAuthServer;
import dev.corridor.edge.portal.PortalPages;
import dev.corridor.edge.proxy.Backends;
import dev.corridor.edge.proxy.GrpcProxy;
import dev.corridor.edge.proxy.GrpcReflection;
import dev.corridor.edge.proxy.RestProxy;
import dev.corridor.edge.proxy.WebSocketProxy;
import dev.corridor.edge.usage.UsageMetering;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.websocket.UpgradeRequest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;

/** Routes of the edge: one router for each port. A path without a route is not found. */
final class EdgeRoutes {
    /** Tools ask once or twice for each command. */
    private static final ThrottlingPolicy REFLECTION =
            new ThrottlingPolicy("reflection", 120, ThrottlingPolicy.UNLIMITED, CountedBy.ADDRESS);

    private static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 405, 413, 500);

    private final Vertx vertx;
    private final EdgeConfig config;
    private final RequestGuards guards;
    private final Throttle throttle;
    private final UsageMetering usage;
    private final BlockedCallers blocked;
    private final ErrorResponse errors;

    EdgeRoutes(
            Vertx vertx, EdgeConfig config, RequestGuards guards, Throttle throttle, UsageMetering usage, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.guards = guards;
        this.throttle = throttle;
        this.usage = usage;
        this.blocked = new BlockedCallers(config.apis().blocked());
        this.errors = new ErrorResponse(config.apis(), clock);
    }

    /** Routes REST, GraphQL, native gRPC and the edge's own health. */
    Router requests(Backends backends, ResponseCache cache, Console console) {
        Router router = router();
        console.mountHealth(router);
        for (Api api : config.apis().of(Kind.REST, Kind.GRAPHQL)) {
            var proxy = new RestProxy(vertx, api, backends, config.limits(), errors);
            guarded(
                    router,
                    api,
                    cache.of(api)
                            .map(cached -> List.of(cached, (Handler<RoutingContext>) proxy::pass))
                            .orElse(List.of(proxy::pass)));
        }
        var grpc = new GrpcProxy(backends, config.limits().answerTimeout());
        for (Api api : config.apis().of(Kind.GRPC)) {
            guarded(router, api, List.of(context -> grpc.pass(context, api)));
        }
        var reflection = new GrpcReflection(vertx, config.apis().of(Kind.GRPC));
        for (String path : GrpcReflection.paths()) {
            router.post(path)
                    .handler(throttle.of("grpc_reflection", REFLECTION))
                    .handler(EdgeRoutes::requireCaller)
                    .handler(reflection::answer);
        }
        return router;
    }

    Router streams(WebSocketProxy proxy) {
        Router router = router();
        var open = new OpenStreams(vertx);
        for (Api api : config.apis().of(Kind.WEBSOCKET)) {
            guarded(
                    router,
                    api,
                    List.of(
                            UpgradeRequest::require,
                            context -> open.admit(context, api),
                            context -> proxy.pass(context, api, OpenStreams.permit(context))));
        }
        return router;
    }

    /** Routes the requests that the edge answers itself. */
    Router console(Console console, OAuthServer oauth) {
        Router router = router();
        console.mount(router);
        oauth.mount(router, throttle, List.of(usage::mount));
        new PortalPages(vertx, config).mount(router);
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
        router.route()
                .handler(AccessLog::follow)
                .handler(guards::admit)
                .handler(blocked::refuseAddress)
                .failureHandler(this::fail);
        ROUTER_STATUSES.forEach(status -> router.errorHandler(status, this::fail));
        return router;
    }

    /** Mounts an API at all its paths. Those of a default version come last, because they cover the paths of all versions. */
    private void guarded(Router router, Api api, List<Handler<RoutingContext>> answer) {
        for (String basePath : api.basePaths()) {
            Route route = router.route(basePath + "/*");
            if (basePath.equals(api.context())) {
                route.last();
            }
            route.handler(usage.callMeter().follow(api)).handler(new CrossOrigin(api.cors())::apply);
            api.deprecation().ifPresent(deprecation -> route.handler(new DeprecationNotice(api, deprecation)));
            route.handler(guards.requirePublicPath(api))
                    .handler(guards.authenticate(api))
                    .handler(blocked::refuseCaller)
                    .handler(guards.requireSubscription(api))
                    .handler(throttle.of(api))
                    .handler(usage.callMeter().meter(api))
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
        } else if (context.request().localAddress().port() == config.ports().console()) {
            // The console is no API of WSO2's gateway.
            ProblemResponse.send(context);
        } else {
            errors.send(context);
        }
    }
}
