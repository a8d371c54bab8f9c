package dev.corridor.platform.host;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.embedded.StartTimeout;
import dev.corridor.kit.config.Secret;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.ServiceName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates the environment variables that configure a service. They have the same names as in compose.yaml and for
 * {@code ./corridor service NAME}.
 */
public final class ServiceEnvironment {
    /** The user that every service is at Kafka. */
    public static final String KAFKA_USER = "corridor";

    private final PortMap ports;
    private final Issuer issuer;
    private final int instances;
    private final Map<String, String> logging;
    private final Map<String, String> referenceRates;
    private final String startTimeout;

    /**
     * The token issuer that the services trust and that gives them tokens for their own calls.
     *
     * @param name value of the {@code iss} claim
     * @param revocationsUrl its list of revocations
     * @param certificate PEM file of the certificates that its TLS uses
     */
    public record Issuer(String jwksUrl, String name, String tokenUrl, String revocationsUrl, Path certificate) {}

    /**
     * Secrets of a service.
     *
     * @param client with which it reads revocations, and gets tokens for its own calls
     * @param kafka password at Kafka
     */
    public record Credentials(Secret client, Secret kafka) {}

    /**
     * @param instances event loops of each service
     * @param environment of the platform itself; its settings for logging and for the source of reference rates are passed on
     */
    public ServiceEnvironment(PortMap ports, Issuer issuer, int instances, Map<String, String> environment) {
        this.ports = ports;
        this.issuer = issuer;
        this.instances = instances;
        this.logging = logging(environment);
        this.startTimeout = StartTimeout.ofThisMachine().toString();
        this.referenceRates = ifSet(environment, "ECB_URL");
    }

    /** The settings for logging of every process, which are those of the platform. */
    public static Map<String, String> logging(Map<String, String> environment) {
        return Map.of(
                "CORRIDOR_LOG_LEVEL", environment.getOrDefault("CORRIDOR_LOG_LEVEL", "INFO"),
                "CORRIDOR_LOG_FORMAT", environment.getOrDefault("CORRIDOR_LOG_FORMAT", "json"));
    }

    private static Map<String, String> ifSet(Map<String, String> environment, String key) {
        return environment.containsKey(key) ? Map.of(key, environment.get(key)) : Map.of();
    }

    /** Environment of a service that has a database and publishes events. */
    public Map<String, String> of(ServiceName service, ServiceDatabase database, Credentials credentials) {
        var environment = transports(service);
        environment.putAll(database.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", address(ports.kafka()));
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
        environment.put("KAFKA_SASL_MECHANISM", "PLAIN");
        environment.put("KAFKA_USER", KAFKA_USER);
        environment.put("KAFKA_PASSWORD", credentials.kafka().value());
        if (service == ServiceName.FOREX) {
            environment.putAll(referenceRates);
        }
        putClient(environment, service, credentials.client());
        if (service == ServiceName.PAYMENT) {
            putGrpc(environment, ServiceName.PROFILE, ServiceName.LEDGER, ServiceName.FOREX);
        }
        return environment;
    }

    /** Environment of the GraphQL gateway, which has no database and publishes nothing. */
    public Map<String, String> ofGateway(Secret client) {
        var environment = transports(ServiceName.GATEWAY_GRAPHQL);
        putClient(environment, ServiceName.GATEWAY_GRAPHQL, client);
        putGrpc(environment, ServiceName.PROFILE, ServiceName.PAYMENT, ServiceName.LEDGER, ServiceName.FOREX);
        return environment;
    }

    private Map<String, String> transports(ServiceName service) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("HTTP_HOST", Ports.LOOPBACK);
        environment.put("HTTP_PORT", Integer.toString(ports.http(service)));
        if (service.hasGrpc()) {
            environment.put("GRPC_PORT", Integer.toString(ports.grpc(service)));
        }
        environment.put("START_TIMEOUT", startTimeout);
        environment.put("INSTANCES", Integer.toString(instances));
        environment.put("JWKS_URL", issuer.jwksUrl());
        environment.put("JWT_ISSUER", issuer.name());
        environment.put("TRUSTED_CERTIFICATES", issuer.certificate().toString());
        environment.putAll(logging);
        return environment;
    }

    private void putClient(Map<String, String> environment, ServiceName service, Secret secret) {
        environment.put("TOKEN_URL", issuer.tokenUrl());
        environment.put("CLIENT_ID", service.value());
        environment.put("CLIENT_SECRET", secret.value());
        environment.put("REVOCATIONS_URL", issuer.revocationsUrl());
    }

    private void putGrpc(Map<String, String> environment, ServiceName... services) {
        for (var service : services) {
            var key = service.name() + "_GRPC";
            environment.put(key, address(ports.grpc(service)));
        }
    }

    private static String address(int port) {
        return Ports.LOOPBACK + ":" + port;
    }
}
