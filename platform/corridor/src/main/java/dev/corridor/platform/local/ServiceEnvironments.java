package dev.corridor.platform.local;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceEnvironment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Creates the services' databases, and the environment variables of every service and of its migration. */
record ServiceEnvironments(PortMap ports, EdgeConfig edge, EdgeKeys keys, PlatformSecrets secrets, int instances) {

    /**
     * The environment variables of one service.
     *
     * @param migration of the step that migrates its database; empty for a service without one
     */
    record Variables(Map<String, String> migration, Map<String, String> service) {}

    Map<ServiceName, Variables> create(PostgreSqlServer server) {
        var issuer = new ServiceEnvironment.Issuer(
                edge.jwksUrl(), edge.tokenUrl(), edge.tokenUrl(), edge.revocationsUrl(), keys.trustedCertificates());
        var environment = new ServiceEnvironment(ports, issuer, instances, System.getenv());
        var databases = server.createServices(Arrays.stream(ServiceName.values())
                .filter(ServiceName::hasDatabase)
                .map(ServiceName::value)
                .toList());
        var environments = new EnumMap<ServiceName, Variables>(ServiceName.class);
        for (var service : ServiceName.values()) {
            environments.put(
                    service,
                    service.hasDatabase()
                            ? variables(service, environment, databases.get(service.value()))
                            : new Variables(Map.of(), environment.ofGateway(secrets.service(service))));
        }
        return environments;
    }

    private Variables variables(ServiceName service, ServiceEnvironment environment, ServiceDatabase database) {
        var credentials = new ServiceEnvironment.Credentials(secrets.service(service), secrets.kafka());
        return new Variables(database.migrationEnvironment(), environment.of(service, database, credentials));
    }
}
