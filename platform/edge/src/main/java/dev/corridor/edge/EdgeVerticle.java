package dev.corridor.edge;

import dev.corridor.edge.cache.ResponseCache;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.guard.RequestGuards;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.edge.oauth.OAuthServer;
import dev.corridor.edge.proxy.AuthorizedStreams;
import dev.corridor.edge.proxy.Backends;
import dev.corridor.edge.proxy.WebSocketProxy;
import dev.corridor.edge.quota.LeasedQuotas;
import dev.corridor.edge.quota.SharedCounters;
import dev.corridor.edge.usage.UsageMetering;
import dev.corridor.kit.concurrency.RepeatedJob;
import dev.corridor.kit.connection.ConnectionGuard;
import dev.corridor.kit.identity.Revocations;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.Http2Limits;
import dev.corridor.kit.stream.StreamBudget;
import dev.corridor.kit.value.Ids;
import dev.corridor.kit.vertx.HttpVersionCheck;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Local API gateway that stands in for WSO2 API Manager on one machine and in tests: the same ports, paths and tokens. One
 * instance per event loop.
 */
public final class EdgeVerticle extends VerticleBase {
    private static final int IDLE_TIMEOUT_SECONDS = 120;
    private static final int MAX_URI_BYTES = 8_192;
    private static final int MAX_HEADERS_READ_BYTES = 1024 * 1024;
    /** On one connection within 30 seconds. It is above the rate limit of any API, which is the limit that callers are told. */
    private static final int MAX_CANCELLATIONS = 10_000;

    /** Of the heap that connections may take. */
    private static final int CONNECTIONS_PART = 4;

    private static final Duration KEYS_READ_EVERY = Duration.ofSeconds(2);

    /** Longer than services take to stop, because they end the streams that pass through here. */
    private static final long DRAIN_SECONDS = 15;

    private final EdgeConfig config;
    private final PrometheusMeterRegistry metrics;
    private final Clock clock;
    private final StreamBudget memory = new StreamBudget(Runtime.getRuntime().maxMemory() / CONNECTIONS_PART);
    private final List<HttpServer> servers = new ArrayList<>();
    private SharedCounters counters;
    private OAuthServer oauth;
    private UsageMetering usage;
    private RepeatedJob keyWatch;

    public EdgeVerticle(EdgeConfig config, PrometheusMeterRegistry metrics, Clock clock) {
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        var ids = Ids.timeOrdered(clock, new SecureRandom());
        var revocations = new Revocations();
        var tokens = verifier(revocations);
        oauth = new OAuthServer(vertx, config, tokens, revocations, clock, ids, metrics);
        keyWatch = new RepeatedJob(vertx, "signing keys not read", KEYS_READ_EVERY, () -> followKeys(tokens)
                        .map(false))
                .start();
        usage = new UsageMetering(vertx, config, clock, ids);
        counters = new SharedCounters(vertx, config.redisUrl());

        var guards = new RequestGuards(tokens, oauth.subscriptions());
        var throttle = new Throttle(
                new LeasedQuotas(counters, clock, metrics), config.apis().limits(), metrics);
        var backends = new Backends(vertx, config);
        var console = new Console(config, counters, guards, metrics);
        var routes = new EdgeRoutes(vertx, config, guards, throttle, usage, clock);
        Router requests =
                routes.requests(backends, new ResponseCache(vertx, config, backends, clock, metrics), console);
        Router streams = routes.streams(new WebSocketProxy(
                vertx,
                backends,
                AuthorizedStreams.start(vertx, tokens),
                config.limits().maxStreams(),
                metrics));
        return Future.all(counters.connect(), oauth.start().compose(migrated -> usage.start()))
                .compose(started -> Future.join(
                        listen(requests, config.ports().http(), false),
                        listen(requests, config.ports().https(), true),
                        listen(streams, config.ports().webSocket(), false),
                        listen(streams, config.ports().webSocketTls(), true),
                        listen(routes.console(console, oauth), config.ports().console(), true)))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /** Follows the rotation of the signing keys, which another process may have begun. */
    private Future<?> followKeys(TokenVerifier tokens) {
        return vertx.executeBlocking(() -> {
                    config.keys().refresh(clock.instant());
                    return config.keys().keySet();
                })
                .onSuccess(tokens::replaceKeys);
    }

    @Override
    public Future<?> stop() {
        oauth.endWaiting();
        keyWatch.stop();
        var closings = servers.stream()
                .map(server -> server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS))
                .toList();
        return Future.join(closings)
                .eventually(counters::close)
                .eventually(usage::stop)
                .eventually(oauth::stop);
    }

    /** Trusts the edge's own tokens only. The keys are given: fetching them would be a request to this verticle. */
    private TokenVerifier verifier(Revocations revocations) {
        var ownTokens = new TokenSettings(
                List.of(),
                Set.of(config.tokenUrl()),
                Set.of(TokenSettings.AUDIENCE),
                Optional.empty(),
                Optional.empty());
        return new TokenVerifier(vertx, ownTokens, clock, revocations)
                .withKeys(config.keys().keySet());
    }

    private Future<HttpServer> listen(Router router, int port, boolean withTls) {
        var options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(port)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                .setMaxInitialLineLength(MAX_URI_BYTES)
                // Client and service negotiate compression; the edge passes their bytes.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
        Http2Limits.apply(options, MAX_CANCELLATIONS);
        // Headers that are too large are refused by an answer, so the connection has to read them first.
        options.getInitialSettings().setMaxHeaderListSize(MAX_HEADERS_READ_BYTES);
        if (withTls) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addKeyPath(config.keys().tlsKeyFile().toString())
                            .addCertPath(config.keys().tlsCertificateFile().toString()));
        }
        return vertx.createHttpServer(options)
                .connectionHandler(EdgeVerticle::prepare)
                .requestHandler(router)
                .invalidRequestHandler(EdgeRoutes::malformed)
                .listen()
                .onSuccess(server -> {
                    servers.add(server);
                    ConnectionGuard.guard(server, config.limits().connections(), memory, metrics);
                });
    }

    private static void prepare(HttpConnection connection) {
        HttpVersionCheck.apply(connection);
        ConnectionGuard.follow(connection);
    }
}
