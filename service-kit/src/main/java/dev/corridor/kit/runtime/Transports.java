package dev.corridor.kit.runtime;

import dev.corridor.kit.concurrency.LoadShedder;
import dev.corridor.kit.connection.ConnectionGuard;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.stream.OpenStreams;
import dev.corridor.kit.transcoding.JsonTransport;
import dev.corridor.kit.vertx.ConnectionPipeline;
import dev.corridor.kit.vertx.FlushConsolidation;
import dev.corridor.kit.vertx.HttpVersionCheck;
import dev.corridor.kit.websocket.WebSocketPipeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transports of one verticle, on one event loop: REST with WebSocket, gRPC, health and metrics. A verticle's {@code
 * start} builds and opens them, its {@code stop} drains them.
 */
public final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);
    private static final long CHECK_TIMEOUT_MS = 2_000;
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int BIND_ATTEMPTS = 20;
    private static final long BIND_RETRY_MS = 250;
    private static final int MAX_URI_BYTES = 4_096;
    private static final int MAX_METADATA_READ_BYTES = 1024 * 1024;
    private static final int MAX_WEBSOCKET_MESSAGE_BYTES = 64 * 1024;
    /** A gateway limits its callers; its own connection carries the calls of all of them. */
    private static final int MAX_CANCELLATIONS = 100_000;
    /** Longer than clients keep idle connections. It ends a connection whose request stops half way. */
    private static final int IDLE_TIMEOUT_S = 90;

    private final Vertx vertx;
    private final ServiceRuntime runtime;
    private final TransportSettings settings;
    private final RestTransport rest;
    private final GrpcTransport grpc;
    private final Map<String, Supplier<Future<?>>> checks = new LinkedHashMap<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private boolean hasGrpc;

    public Transports(ServiceRuntime runtime, TransportSettings settings, RestContract contract, TokenVerifier tokens) {
        this.vertx = runtime.vertx();
        this.runtime = runtime;
        this.settings = settings;
        var shedder = new LoadShedder(settings.requestsInFlight(), runtime.metrics());
        var streams = OpenStreams.start(vertx, runtime.streams(), tokens, settings.openStreams(), runtime.metrics());
        this.rest = new RestTransport(vertx, contract, tokens, shedder, streams, settings.requestTimeout());
        this.grpc = new GrpcTransport(vertx, tokens, shedder, streams, settings.requestTimeout());
        health("token_keys", tokens::ready);
        health("memory", new HeapCheck(vertx)::check);
    }

    public Transports rest(Consumer<RestTransport> operations) {
        operations.accept(rest);
        return this;
    }

    public Transports grpc(Consumer<GrpcTransport> methods) {
        methods.accept(grpc);
        hasGrpc = true;
        return this;
    }

    /** Adds a readiness check: while {@code check} fails, the service is not ready. */
    public Transports health(String part, Supplier<Future<?>> check) {
        checks.put(part, check);
        return this;
    }

    public Future<Void> open() {
        rest.routes(this::addOperatorRoutes);
        Future<HttpServer> http =
                listen(rest.router()::handle, options(settings.httpPort()).setIdleTimeout(IDLE_TIMEOUT_S));
        Future<HttpServer> rpc = hasGrpc && settings.grpcPort() >= 0
                ? listen(
                        grpc.server(this::isReady, new JsonTransport(vertx, grpc.methods(), settings.requestTimeout())),
                        grpcOptions())
                : Future.succeededFuture();
        return Future.all(http, rpc).<Void>mapEmpty().recover(failure -> drain().transform(
                        drained -> Future.failedFuture(failure)));
    }

    /** Refuses new connections, lets requests in flight finish, then closes. */
    public Future<Void> drain() {
        var closings = servers.stream()
                .map(server -> server.shutdown(settings.drainTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        return Future.join(closings).mapEmpty();
    }

    private Future<HttpServer> listen(Handler<HttpServerRequest> handler, HttpServerOptions options) {
        return listen(handler, options, BIND_ATTEMPTS).onSuccess(servers::add);
    }

    /** A port may be taken for a moment by a connection's local end: those of gRPC are in Linux' range for them. */
    private Future<HttpServer> listen(Handler<HttpServerRequest> handler, HttpServerOptions options, int attemptsLeft) {
        return vertx.createHttpServer(options)
                .connectionHandler(Transports::prepare)
                .requestHandler(handler)
                .invalidRequestHandler(ProblemResponse::sendMalformed)
                .listen()
                .map(server ->
                        ConnectionGuard.guard(server, settings.connections(), runtime.streams(), runtime.metrics()))
                .recover(failure -> failure instanceof IOException && attemptsLeft > 1
                        ? vertx.timer(BIND_RETRY_MS, TimeUnit.MILLISECONDS)
                                .compose(due -> listen(handler, options, attemptsLeft - 1))
                        : Future.failedFuture(failure));
    }

    private static void prepare(HttpConnection connection) {
        FlushConsolidation.apply(connection);
        HttpVersionCheck.apply(connection);
        ConnectionGuard.follow(connection);
        ConnectionPipeline.of(connection)
                .ifPresent(pipeline -> WebSocketPipeline.apply(pipeline, MAX_WEBSOCKET_MESSAGE_BYTES));
    }

    /** Metadata that is too large is refused by the call's own status, so the connection has to read it first. */
    private HttpServerOptions grpcOptions() {
        var options = options(settings.grpcPort());
        options.getInitialSettings().setMaxHeaderListSize(MAX_METADATA_READ_BYTES);
        return options;
    }

    private HttpServerOptions options(int port) {
        var options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(port)
                .setMaxInitialLineLength(MAX_URI_BYTES)
                .setCompressionSupported(false)
                // The handlers for compression slow down every request, so they are only there for WebSockets.
                .setPerMessageWebSocketCompressionSupported(rest.hasWebSockets())
                .setPerFrameWebSocketCompressionSupported(rest.hasWebSockets())
                .setMaxWebSocketMessageSize(MAX_WEBSOCKET_MESSAGE_BYTES)
                .setTcpNoDelay(true);
        return Http2Limits.apply(options, MAX_CANCELLATIONS);
    }

    private void addOperatorRoutes(Router router) {
        get(router, "/health/live").handler(context -> Reply.ok(new JsonObject().put("status", "UP"))
                .send(context.request()));
        get(router, "/health/ready").handler(context -> report().onSuccess(report ->
                Reply.json(report.up ? 200 : 503, report.json()).send(context.request())));
        get(router, "/metrics").handler(context -> Reply.of(
                        200, METRICS, Buffer.buffer(runtime.metrics().scrape()))
                .send(context.request()));
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private record Report(boolean up, JsonArray parts) {
        JsonObject json() {
            return new JsonObject().put("status", status(up)).put("checks", parts);
        }

        static String status(boolean up) {
            return up ? "UP" : "DOWN";
        }
    }

    private Future<Boolean> isReady() {
        return report().map(Report::up);
    }

    private Future<Report> report() {
        var names = List.copyOf(checks.keySet());
        var results = names.stream().map(this::check).toList();
        return Future.all(results).map(all -> {
            var parts = new JsonArray();
            boolean up = true;
            for (int i = 0; i < names.size(); i++) {
                boolean partUp = results.get(i).result();
                up &= partUp;
                parts.add(new JsonObject().put("name", names.get(i)).put("status", Report.status(partUp)));
            }
            return new Report(up, parts);
        });
    }

    private Future<Boolean> check(String part) {
        return checks.get(part)
                .get()
                .timeout(CHECK_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(true)
                .recover(failure -> {
                    LOG.atWarn().addKeyValue("part", part).setCause(failure).log("not ready");
                    return Future.succeededFuture(false);
                });
    }
}
