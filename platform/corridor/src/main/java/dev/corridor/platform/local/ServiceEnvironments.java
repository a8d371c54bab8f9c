package dev.corridor.platform.local;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceEnvironment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Creates the services' databases and the environment variables of every service. */
record ServiceEnvironments(PortMap ports, EdgeConfig edge, EdgeKeys keys, PlatformSecrets secrets, int instances) {

    Map<ServiceName, Map<String, String>> create(PostgreSqlServer server) {
        var issuer = new ServiceEnvironment.Issuer(
                edge.jwksUrl(), edge.tokenUrl(), edge.tokenUrl(), keys.trustedCertificates());
        var environment = new ServiceEnvironment(ports, issuer, instances, System.getenv());
        var databases = server.createServices(Arrays.stream(ServiceName.values())
                .filter(ServiceName::hasDatabase)
                .map(ServiceName::value)
                .toList());
        var environments = new EnumMap<ServiceName, Map<String, String>>(ServiceName.class);
        for (var service : ServiceName.values()) {
            environments.put(
                    service,
                    service.hasDatabase()
                            ? environment.of(
                                    service,
                                    databases.get(service.value()),
                                    secrets.service(service).value())
                            : environment.ofGateway());
        }
        return environments;
    }
}
