package dev.corridor.benchmarks.testbed;

import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceJvm;
import dev.corridor.platform.local.EdgeService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Edge in a process of its own, as {@code up --processes} starts it, with Redis and the platform's list of APIs. Only the
 * numbers in the list differ: its limits are counted, and are so high that no call is refused.
 */
public final class MeasuredEdge {
    private static final String SECRET = "bench-secret";
    private static final String LIMITS =
            "(requests_per_minute|burst_per_second|connections|connections_per_minute|messages_per_minute|monthly_quota): *[0-9]+";
    private static final int TOKEN_ATTEMPTS = 10;
    private static final int HIGHEST_LIMIT = 100_000_000;

    private final int http = Ports.free();
    private final int webSocket = Ports.free();
    private final int console = Ports.free();
    private final EdgeKeys keys;

    private MeasuredEdge(Path folder) {
        this.keys = EdgeKeys.open(folder, Clock.systemUTC());
    }

    /** Chooses ports and keys. The services need them before the edge starts. */
    static MeasuredEdge prepare(Path folder) {
        return new MeasuredEdge(folder);
    }

    public int http() {
        return http;
    }

    public int webSocket() {
        return webSocket;
    }

    /** Variables of a service that trusts the tokens of this edge beside those of the testbed's issuer. */
    public Map<String, String> trusting(Map<String, String> issuer) {
        return Map.of(
                "JWKS_URL", issuer.get("JWKS_URL") + "," + console() + "/oauth2/jwks",
                "JWT_ISSUER", issuer.get("JWT_ISSUER") + "," + tokenUrl(),
                "TRUSTED_CERTIFICATES", keys.trustedCertificates().toString());
    }

    /** Requests a token of the operator at the edge. */
    public String token(Vertx vertx, Scope... scopes) {
        var settings = new TokenSettings(
                List.of(URI.create(console() + "/oauth2/jwks")),
                Set.of(tokenUrl()),
                Set.of(TokenSettings.AUDIENCE),
                Optional.of(keys.trustedCertificates().toString()),
                Optional.of(new TokenSettings.ClientCredentials(
                        URI.create(tokenUrl()), RunFile.OPERATOR, new Secret(SECRET))));
        return first(new ServiceTokens(vertx, settings, Clock.systemUTC(), scopes), TOKEN_ATTEMPTS)
                .await();
    }

    /** On a busy machine the first calls of an edge that has just started may be too slow. */
    private static Future<String> first(ServiceTokens tokens, int attempts) {
        return tokens.current()
                .recover(failure -> attempts > 1 ? first(tokens, attempts - 1) : Future.failedFuture(failure));
    }

    private String console() {
        return "https://localhost:" + console;
    }

    private String tokenUrl() {
        return console() + "/oauth2/token";
    }

    void start(Testbed testbed, Map<ServiceName, Endpoints> services) {
        var folder = testbed.serverFolder("edge");
        folder.claim();
        var redis = testbed.closeLater(EmbeddedRedis.start(
                new EmbeddedRedis.Options(folder.path().resolveSibling("redis"), Ports.free(), SECRET, false)));
        var service = new EdgeService();
        var database = testbed.postgresql().createService(service.name());
        service.migrate(Settings.of(database.migrationEnvironment()));
        var environment = new HashMap<>(database.environment());
        environment.putAll(Map.of(
                "HTTP_HOST", Ports.LOOPBACK,
                "HTTP_PORT", Integer.toString(http),
                "HTTPS_PORT", Integer.toString(Ports.free()),
                "WEBSOCKET_PORT", Integer.toString(webSocket),
                "WEBSOCKET_TLS_PORT", Integer.toString(Ports.free()),
                "CONSOLE_PORT", Integer.toString(console),
                "REDIS_URL", redis.url(),
                "INSTANCES", Integer.toString(testbed.instances())));
        environment.putAll(Map.of(
                "KEYS_FOLDER",
                keys.trustedCertificates().getParent().toString(),
                "API_CONFIG",
                highLimits(folder).toString(),
                "BACKENDS",
                backends(services),
                "PROFILE_GRPC",
                Ports.LOOPBACK + ":" + services.get(ServiceName.PROFILE).grpc(),
                "OPERATOR_SECRET",
                SECRET,
                "USER_PASSWORD",
                SECRET));
        for (ServiceName each : ServiceName.values()) {
            environment.put(each.value().toUpperCase(Locale.ROOT).replace('-', '_') + "_SECRET", SECRET);
        }
        testbed.closeLater(MeasuredProcess.start(
                folder,
                ServiceJvm.command(ServiceJvm.OPTIONS_OF_EDGE, List.of(EdgeService.class.getName())),
                environment,
                http,
                webSocket,
                console));
    }

    private static String backends(Map<ServiceName, Endpoints> services) {
        return String.join(
                ",",
                services.entrySet().stream()
                        .map(each -> each.getKey().value() + ":" + ServiceName.HTTP_PORT_IN_CONTAINER + "="
                                + Ports.LOOPBACK + ":" + each.getValue().http())
                        .toList());
    }

    private static Path highLimits(ServerFolder folder) {
        try (var list = MeasuredEdge.class.getClassLoader().getResourceAsStream("wso2/api-config.yaml")) {
            var text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            var file = folder.path().resolve("api-config.yaml");
            Files.writeString(file, text.replaceAll(LIMITS, "$1: " + HIGHEST_LIMIT));
            return file;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
