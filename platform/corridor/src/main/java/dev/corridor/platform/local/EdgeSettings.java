package dev.corridor.platform.local;

import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.OAuthClient;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.embedded.StartTimeout;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Environment variables that configure the edge of a platform on one machine: written here, and read in the edge's process. */
final class EdgeSettings {
    private static final String SECRET = "_SECRET";

    private EdgeSettings() {}

    /** @param environment of the platform itself; its settings for logging are passed on */
    static Map<String, String> environment(
            PlatformOptions options,
            PlatformSecrets secrets,
            ServiceDatabase database,
            Map<String, String> environment) {
        PortMap ports = options.ports();
        var edge = new HashMap<>(database.environment());
        edge.put("HTTP_HOST", Ports.LOOPBACK);
        edge.put("HTTP_PORT", Integer.toString(ports.edgeHttp()));
        edge.put("HTTPS_PORT", Integer.toString(ports.edgeHttps()));
        edge.put("WEBSOCKET_PORT", Integer.toString(ports.edgeWebSocket()));
        edge.put("WEBSOCKET_TLS_PORT", Integer.toString(ports.edgeWebSocketTls()));
        edge.put("CONSOLE_PORT", Integer.toString(ports.edgeConsole()));
        edge.put("BACKENDS", String.join(",", backends(ports)));
        edge.put("PROFILE_GRPC", Ports.LOOPBACK + ":" + ports.grpc(ServiceName.PROFILE));
        edge.put("REDIS_URL", "redis://:" + secrets.redis().value() + "@" + Ports.LOOPBACK + ":" + ports.redis());
        edge.put("KEYS_FOLDER", keysFolder(options).toString());
        edge.put("OPERATOR_SECRET", secrets.operator().value());
        edge.put("USER_PASSWORD", secrets.users().value());
        for (ServiceName service : ServiceName.values()) {
            edge.put(secretOf(service), secrets.service(service).value());
        }
        edge.put("INSTANCES", Integer.toString(options.instances()));
        edge.put("START_TIMEOUT", StartTimeout.ofThisMachine().toString());
        edge.putAll(ServiceEnvironment.logging(environment));
        return edge;
    }

    static Path keysFolder(PlatformOptions options) {
        return options.data().resolve("edge");
    }

    /** Reads the variables. Blocks, because it opens the keys. */
    static EdgeConfig from(Settings settings) {
        var keys = EdgeKeys.open(Path.of(settings.text("KEYS_FOLDER")), Clock.systemUTC());
        var ports = new EdgeConfig.Ports(
                settings.port("HTTP_PORT"),
                settings.port("HTTPS_PORT"),
                settings.port("WEBSOCKET_PORT"),
                settings.port("WEBSOCKET_TLS_PORT"),
                settings.port("CONSOLE_PORT"));
        return new EdgeConfig(
                settings.text("HTTP_HOST"),
                ports,
                settings.isSet("API_CONFIG")
                        ? ApiConfig.read(Path.of(settings.text("API_CONFIG")))
                        : ApiConfig.bundled(),
                addresses(settings),
                settings.uri("REDIS_URL"),
                keys,
                clients(settings, ports),
                new Secret(settings.text("USER_PASSWORD")),
                DatabaseSettings.from(settings),
                settings.addresses("PROFILE_GRPC"),
                EdgeConfig.Limits.standard());
    }

    /** Maps each service address of compose.yaml, such as {@code profile:8000}, to the service's address on this machine. */
    private static List<String> backends(PortMap ports) {
        var backends = new ArrayList<String>();
        for (var service : ServiceName.values()) {
            backends.add(backend(service, ServiceName.HTTP_PORT_IN_CONTAINER, ports.http(service)));
            if (service.hasGrpc()) {
                backends.add(backend(service, service.grpcPort(), ports.grpc(service)));
            }
        }
        return backends;
    }

    private static String backend(ServiceName service, int portInContainer, int port) {
        return service.value() + ":" + portInContainer + "=" + Ports.LOOPBACK + ":" + port;
    }

    /** Reads BACKENDS, {@code profile:8000=127.0.0.1:8001,...}. A backend that is named twice has two addresses. */
    private static Map<HostPort, List<HostPort>> addresses(Settings settings) {
        var addresses = new HashMap<HostPort, List<HostPort>>();
        for (String entry : settings.list("BACKENDS")) {
            String[] sides = entry.split("=", 2);
            try {
                addresses
                        .computeIfAbsent(HostPort.parse(sides[0]), first -> new ArrayList<>())
                        .add(HostPort.parse(sides[sides.length - 1]));
            } catch (IllegalArgumentException malformed) {
                throw new InvalidSetting("BACKENDS", "is not a list of host:port=host:port");
            }
        }
        return addresses;
    }

    /** The services that need no scope have a client to read revocations. */
    private static List<OAuthClient> clients(Settings settings, EdgeConfig.Ports ports) {
        String origin = "https://localhost:" + ports.console();
        return List.of(
                OAuthClient.page("portal", origin + "/portal/"),
                OAuthClient.page("console", origin + "/console/"),
                OAuthClient.operator(RunFile.OPERATOR, new Secret(settings.text("OPERATOR_SECRET"))),
                client(settings, ServiceName.PAYMENT, Scope.LEDGER_ADMIN, Scope.PROFILE_READ, Scope.PROFILE_ADMIN),
                client(settings, ServiceName.FOREX, Scope.FOREX_READ),
                client(settings, ServiceName.PROFILE),
                client(settings, ServiceName.LEDGER),
                client(settings, ServiceName.GATEWAY_GRAPHQL));
    }

    private static OAuthClient client(Settings settings, ServiceName service, Scope... scopes) {
        return OAuthClient.service(service.value(), new Secret(settings.text(secretOf(service))), scopes);
    }

    private static String secretOf(ServiceName service) {
        return service.value().toUpperCase(Locale.ROOT).replace('-', '_') + SECRET;
    }
}
