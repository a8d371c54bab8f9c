package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.OAuthClient;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.edge.oauth.OAuthServer;
import dev.corridor.edge.oauth.usecase.TokenIssuer;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.connection.ConnectionLimits;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.TickingClock;
import dev.corridor.kit.value.Ids;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Edge on free ports in front of a test backend. Its clock stands still, so that a rate limit's minute never ends unless a test moves it. */
public final class RunningEdge implements AutoCloseable {
    static final String USER_ID = "0197f3a0-0000-7000-8000-00000000ada0";
    static final Secret PLATFORM_SECRET = new Secret("the platform's secret");
    static final Secret SERVICE_SECRET = new Secret("a service's secret: 100% & more");
    static final String PORTAL = "https://portal.example/portal/";
    static final int MAX_BODY_BYTES = 100_000;
    static final int MAX_CONNECTIONS = 1_000;

    private static final String APIS =
            """
            plans:
              - {name: Plenty, requests_per_minute: 5000}
              - {name: Few, requests_per_minute: 3}
              - {name: Capped, requests_per_minute: 5000, monthly_quota: 3}
              - {name: Priced, requests_per_minute: 5000, monthly_quota: 2,
                 price_per_month: {amount: "10.00", currency: EUR}, price_per_call_over_quota: {amount: "0.0005", currency: EUR}}
              - {name: Bursts, requests_per_minute: 100, burst_per_second: 2}
            stream_plans:
              - {name: AsyncPlenty, connections_per_minute: 5000}
              - {name: AsyncFew, connections_per_minute: 3}
              - {name: AsyncTwo, connections: 2}
              - {name: AsyncQuiet, messages_per_minute: 3}
            throttling_policies:
              - {name: TwoOfApi, per: api, requests_per_minute: 2}
              - {name: TwoOfAddress, per: address, requests_per_minute: 2}
              - {name: TwelveOfApplication, per: application, requests_per_minute: 12}
            limits: [TwelveOfApplication]
            blocked: {applications: [thief], users: [0197f3a0-0000-7000-8000-0000000bad00], addresses: [127.0.0.66]}
            cors: {origins: ["*"], headers: [authorization, content-type, idempotency-key]}
            response_cache: {max_total_kib: 256, max_response_kib: 64}
            rest_apis:
              - {name: Profile, context: /api/profile, version: 1.0.0, backend_url: "http://profile:8000",
                 throttling_policy: Plenty, schema_file: x, scopes: ["profile:read", "ledger:read"]}
              - {name: Payment, context: /api/payment, version: 1.0.0, backend_url: "http://payment:8000",
                 throttling_policy: Few, plans: [Few, Plenty], schema_file: x}
              - {name: Gone, context: /api/gone, version: 1.0.0, backend_url: "http://gone:8000",
                 throttling_policy: Plenty, schema_file: x}
              - {name: Replicated, context: /api/replicated, version: 1.0.0, backend_url: "http://replicated:8000",
                 throttling_policy: Plenty, schema_file: x}
              - {name: Versions, context: /api/versions, version: 1.0.0, backend_url: "http://profile:8000/v1",
                 throttling_policy: Plenty, schema_file: x, authentication: none,
                 deprecated: {since: 2026-11-01, sunset: 2027-05-01, successor: 2.0.0, link: "https://corridor.example/move"}}
              - {name: Versions, context: /api/versions, version: 2.0.0, backend_url: "http://profile:8000/v2",
                 default_version: true, throttling_policy: Plenty, schema_file: x, authentication: none}
              - {name: Pages, context: /api/pages, version: 1.0.0, backend_url: "http://profile:8000",
                 throttling_policy: Plenty, schema_file: x, public_operations: [open],
                 cors: {origins: ["https://app.example"], credentials: true}}
              - {name: Metered, context: /api/metered, version: 1.0.0, backend_url: "http://profile:8000",
                 throttling_policy: Plenty, plans: [Capped, Priced], schema_file: x}
              - {name: Bursty, context: /api/bursty, version: 1.0.0, backend_url: "http://profile:8000",
                 throttling_policy: Bursts, schema_file: x}
              - {name: Shared, context: /api/shared, version: 1.0.0, backend_url: "http://profile:8000",
                 throttling_policy: Plenty, schema_file: x, limits: [TwoOfApi]}
              - {name: Near, context: /api/near, version: 1.0.0, backend_url: "http://profile:8000",
                 throttling_policy: Plenty, schema_file: x, operation_limits: {readX: TwoOfAddress}}
              - {name: Listed, context: /api/listed, version: 1.0.0,
                 backend_url: ["http://gone:8000", "http://profile:8000"], throttling_policy: Plenty, schema_file: x}
              - {name: Cached, context: /api/cached, version: 1.0.0, default_version: true, backend_url: "http://profile:8000/cache",
                 throttling_policy: Plenty, schema_file: x, authentication: none,
                 cache: {seconds: 60, operations: [readItem]}, cors: {origins: ["https://app.example"]}}
              - {name: CachedErrors, context: /api/cached-errors, version: 1.0.0, backend_url: "http://profile:8000/cache",
                 throttling_policy: Plenty, schema_file: x, authentication: none,
                 cache: {seconds: 60, not_found_seconds: 5, operations: [readItem]}}
            graphql_apis:
              - {name: GraphQL, context: /graphql, version: 1.0.0, backend_url: "http://graphql:8000/graphql",
                 throttling_policy: Plenty, schema_file: schema.graphqls}
            websocket_apis:
              - {name: Stream, context: /stream/forex, version: 1.0.0, backend_url: "ws://forex:8000/ws/rates",
                 throttling_policy: AsyncPlenty, authentication: none}
              - {name: OwnStream, context: /stream/own, version: 1.0.0, backend_url: "ws://forex:8000/ws/rates",
                 throttling_policy: AsyncPlenty}
              - {name: FewStreams, context: /stream/few, version: 1.0.0, backend_url: "ws://forex:8000/ws/rates",
                 throttling_policy: AsyncFew, authentication: none}
              - {name: RefusedStream, context: /stream/refused, version: 1.0.0, backend_url: "ws://forex:8000/ws/nope",
                 throttling_policy: AsyncPlenty, authentication: none}
              - {name: QuietStream, context: /stream/quiet, version: 1.0.0, backend_url: "ws://forex:8000/ws/rates",
                 throttling_policy: AsyncQuiet, authentication: none}
              - {name: TwoStreams, context: /stream/two, version: 1.0.0, backend_url: "ws://forex:8000/ws/rates",
                 throttling_policy: AsyncTwo, authentication: none}
              - {name: GoneStream, context: /stream/gone, version: 1.0.0, backend_url: "ws://gone:8000/ws",
                 throttling_policy: AsyncPlenty, authentication: none}
            grpc_apis:
              - {name: ProfileGrpc, context: /grpc/profile, version: 1.0.0, backend_url: "grpc://profile:50051",
                 throttling_policy: Plenty, proto_file: profile.v1.ProfileService.proto}
              - {name: ForexGrpc, context: /grpc/forex, version: 1.0.0, backend_url: "grpc://profile:50051",
                 throttling_policy: Plenty, proto_file: forex.v1.ForexService.proto}
              - {name: GoneGrpc, context: /grpc/gone, version: 1.0.0, backend_url: "grpc://gone:8000",
                 throttling_policy: Plenty, proto_file: gone.v1.Gone.proto}
            """;

    private static final String PROTO =
            """
            package %s.%s;
            service %s {
              rpc GetUser(A) returns (B);
              // Its comment may have a path, such as get: "/v1/commented".
              rpc Call(A) returns (B) {
                option (google.api.http) = {
                  get: "/v1/users/{id}/{part}"
                  additional_bindings {patch: "/v1/users/{id}" body: "*"}
                  additional_bindings {get: "/v1/rates/stream"}
                };
              }
            }
            """;

    private static final String CONTRACT =
            """
            paths: {/users: {get: {}, post: {}, delete: {}}, "/users/{id}": {get: {}}, "/users/{id}/contacts": {get: {}},
                    /never: {get: {}}, /large: {get: {}}, /nothing: {get: {}}, /unchanged: {get: {}}, /broken: {get: {}}, /once: {get: {}, post: {}}, /x: {get: {operationId: readX}},
                    /open: {get: {operationId: open, security: []}}, /scoped: {get: {security: [{oauth2: ["ledger:read"]}]}},
                    /linked: {get: {}}, "/items/{id}": {get: {operationId: readItem, security: []}, put: {}}}
            security: [{bearer: []}]
            """;

    final Vertx vertx = Vertx.vertx();
    final TickingClock clock = new TickingClock();
    final EdgeConfig config;
    final Backend backend;
    final HttpClient http;
    /** A field, because Vert.x closes a client that becomes unreachable. */
    final WebSocketClient streams =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(1 << 20));

    private final Path folder;
    private final TokenIssuer issuer;

    static RunningEdge start() {
        return start(TestServers.shared().redis());
    }

    static RunningEdge start(String redisUrl) {
        return new RunningEdge(redisUrl, UnaryOperator.identity());
    }

    /** Starts an edge that reaches its database by another address. */
    static RunningEdge start(UnaryOperator<HostPort> databaseAddress) {
        return new RunningEdge(TestServers.shared().redis(), databaseAddress);
    }

    private RunningEdge(String redisUrl, UnaryOperator<HostPort> databaseAddress) {
        try {
            folder = Files.createTempDirectory("edge-test-");
        } catch (IOException unwritable) {
            throw new IllegalStateException(unwritable);
        }
        backend = Backend.start(vertx);
        config = config(redisUrl, database(databaseAddress), clock);
        issuer = new TokenIssuer(vertx, config, clock, Ids.timeOrdered(clock, new SecureRandom()));
        http = HttpClient.newBuilder()
                .sslContext(trusting(config.keys().trustedCertificates()))
                .build();
        vertx.deployVerticle(new EdgeVerticle(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), clock))
                .await();
    }

    private EdgeConfig config(String redisUrl, DatabaseSettings database, Clock clock) {
        var here = List.of(new HostPort("127.0.0.1", backend.httpPort()));
        var ports = Ports.free(6);
        var unreachable = new HostPort("127.0.0.1", ports.get(4));
        return new EdgeConfig(
                "127.0.0.1",
                new EdgeConfig.Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(5), ports.get(3)),
                ApiConfig.parse(APIS, RunningEdge::contract),
                Map.of(
                        new HostPort("profile", 8000), here,
                        new HostPort("payment", 8000), here,
                        new HostPort("graphql", 8000), here,
                        new HostPort("forex", 8000), here,
                        new HostPort("gone", 8000), List.of(unreachable),
                        new HostPort("replicated", 8000), List.of(unreachable, here.get(0)),
                        new HostPort("profile", 50051), List.of(new HostPort("127.0.0.1", backend.grpcPort()))),
                URI.create(redisUrl),
                EdgeKeys.open(folder, clock),
                List.of(
                        OAuthClient.service("payment", SERVICE_SECRET, Scope.LEDGER_ADMIN, Scope.PROFILE_READ),
                        OAuthClient.page("portal", PORTAL),
                        OAuthClient.operator("corridor", PLATFORM_SECRET)),
                PLATFORM_SECRET,
                database,
                List.of(new HostPort("127.0.0.1", backend.grpcPort())),
                new EdgeConfig.Limits(
                        MAX_BODY_BYTES,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofHours(1),
                        Duration.ofMillis(200),
                        10,
                        new ConnectionLimits(MAX_CONNECTIONS, Duration.ofSeconds(1))));
    }

    private static DatabaseSettings database(UnaryOperator<HostPort> address) {
        var settings = Settings.of(TestServers.shared().freshDatabase(OAuthServer.SCHEMA));
        Schema.migrate(Schema.Owner.from(settings), OAuthServer.SCHEMA);
        var direct = DatabaseSettings.from(settings);
        return new DatabaseSettings(
                address.apply(direct.address()),
                direct.name(),
                direct.user(),
                direct.password(),
                direct.poolSize(),
                direct.statementTimeout());
    }

    /** A protobuf contract is made from its name, {@code <package>.<Service>.proto}. */
    private static String contract(String name) {
        if (name.endsWith(".graphqls")) {
            return "type Query { user: String }";
        }
        String[] parts = name.split("\\.");
        return name.endsWith(".proto") ? PROTO.formatted((Object[]) parts) : CONTRACT;
    }

    /** Returns a token of a new user, whose calls no other test has counted. */
    String token(String... scopes) {
        return issuer.forUser(UUID.randomUUID().toString(), "corridor", List.of(scopes));
    }

    URI url(String path) {
        return URI.create("http://localhost:" + config.ports().http() + path);
    }

    URI consoleUrl(String path) {
        return URI.create("https://localhost:" + config.ports().console() + path);
    }

    URI streamUrl(String path) {
        return URI.create("ws://localhost:" + config.ports().webSocket() + path);
    }

    /** Starts a request with a token that has the given scopes. */
    HttpRequest.Builder request(String path, String... scopes) {
        return anonymous(path).header("authorization", "Bearer " + token(scopes));
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(url(path));
    }

    HttpResult send(HttpRequest.Builder request) {
        return result(exchange(request));
    }

    /** Sends a request and returns the response of the JDK's client, which has the protocol's version. */
    HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static HttpResult result(HttpResponse<String> response) {
        return new HttpResult(response.statusCode(), response.body(), response.headers());
    }

    HttpResult requestToken(Map<String, String> form, String... headers) {
        return postForm("/oauth2/token", form, headers);
    }

    HttpResult postForm(String path, Map<String, String> form, String... headers) {
        var request = HttpRequest.newBuilder(consoleUrl(path))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Browser.encoded(form)));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Asserts that the response is a problem with the correlation id of its header. */
    static void assertProblem(HttpResult answer, int status, String code) {
        answer.assertProblem(status, code);
        assertThat(answer.json().getInteger("status")).isEqualTo(status);
        assertThat(answer.headers().allValues("x-correlation-id"))
                .containsExactly(answer.json().getString("correlation_id"));
    }

    @Override
    public void close() {
        vertx.close().await();
        try (var files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static SSLContext trusting(Path certificate) {
        try (InputStream pem = Files.newInputStream(certificate)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry(
                    "edge", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException(unusable);
        }
    }
}
