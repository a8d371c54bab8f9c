package dev.corridor.platform.local;

import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.OAuthClient;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configures the edge of a platform on one machine. */
final class EdgeSettings {
    private EdgeSettings() {}

    static EdgeConfig of(PortMap ports, EdgeKeys keys, PlatformSecrets secrets, ServiceDatabase database) {
        return new EdgeConfig(
                Ports.LOOPBACK,
                new EdgeConfig.Ports(
                        ports.edgeHttp(),
                        ports.edgeHttps(),
                        ports.edgeWebSocket(),
                        ports.edgeWebSocketTls(),
                        ports.edgeConsole()),
                ApiConfig.bundled(),
                localAddresses(ports),
                URI.create("redis://:" + secrets.redis().value() + "@" + Ports.LOOPBACK + ":" + ports.redis()),
                keys,
                clients(ports, secrets),
                secrets.users(),
                DatabaseSettings.from(Settings.of(database.environment())),
                List.of(new HostPort(Ports.LOOPBACK, ports.grpc(ServiceName.PROFILE))),
                EdgeConfig.Limits.standard());
    }

    /** Maps each service address of compose.yaml, such as {@code profile:8000}, to the service's address on this machine. */
    private static Map<HostPort, List<HostPort>> localAddresses(PortMap ports) {
        var addresses = new HashMap<HostPort, List<HostPort>>();
        for (var service : ServiceName.values()) {
            addresses.put(
                    new HostPort(service.value(), ServiceName.HTTP_PORT_IN_CONTAINER),
                    List.of(new HostPort(Ports.LOOPBACK, ports.http(service))));
            if (service.hasGrpc()) {
                addresses.put(
                        new HostPort(service.value(), service.grpcPort()),
                        List.of(new HostPort(Ports.LOOPBACK, ports.grpc(service))));
            }
        }
        return addresses;
    }

    /** The services that need no scope have a client to read revocations. */
    private static List<OAuthClient> clients(PortMap ports, PlatformSecrets secrets) {
        String origin = "https://localhost:" + ports.edgeConsole();
        return List.of(
                OAuthClient.page("portal", origin + "/portal/"),
                OAuthClient.page("console", origin + "/console/"),
                OAuthClient.operator(RunFile.OPERATOR, secrets.operator()),
                OAuthClient.service(
                        ServiceName.PAYMENT.value(),
                        secrets.service(ServiceName.PAYMENT),
                        Scope.LEDGER_ADMIN,
                        Scope.PROFILE_READ,
                        Scope.PROFILE_ADMIN),
                OAuthClient.service(ServiceName.FOREX.value(), secrets.service(ServiceName.FOREX), Scope.FOREX_READ),
                withoutScopes(secrets, ServiceName.PROFILE),
                withoutScopes(secrets, ServiceName.LEDGER),
                withoutScopes(secrets, ServiceName.GATEWAY_GRAPHQL));
    }

    private static OAuthClient withoutScopes(PlatformSecrets secrets, ServiceName service) {
        return OAuthClient.service(service.value(), secrets.service(service));
    }
}
