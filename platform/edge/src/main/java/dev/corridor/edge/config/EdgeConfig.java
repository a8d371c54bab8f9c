package dev.corridor.edge.config;

import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.connection.ConnectionLimits;
import dev.corridor.kit.sql.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Configuration of the local edge.
 *
 * @param host the address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for all interfaces
 * @param apis the APIs to expose; {@link ApiConfig#bundled()} is the platform's own list
 * @param addresses where the backends of {@code apis} run: maps the host and port of a backend_url, such as
 *     {@code profile:8000}, to one address for each replica; a backend that is absent here is reached under its own name
 * @param redisUrl the Redis that counts requests, {@code redis://host:port}
 * @param keys from {@link EdgeKeys#open}
 * @param clients the programs that may request tokens
 * @param userPassword the password of every user at the token endpoint: the platform's secret
 * @param database of users, applications, keys, subscriptions and revocations; its migrations have been applied
 * @param profileGrpc the profile service, which finds users by their name
 */
public record EdgeConfig(
        String host,
        Ports ports,
        ApiConfig apis,
        Map<HostPort, List<HostPort>> addresses,
        URI redisUrl,
        EdgeKeys keys,
        List<OAuthClient> clients,
        Secret userPassword,
        DatabaseSettings database,
        List<HostPort> profileGrpc,
        Limits limits) {

    public EdgeConfig {
        addresses = Map.copyOf(addresses);
        clients = List.copyOf(clients);
        profileGrpc = List.copyOf(profileGrpc);
    }

    /**
     * Ports to listen on. WSO2 API Manager's are 8280, 8243, 9099, 8099 and 9443.
     *
     * @param http REST, GraphQL and gRPC without TLS
     * @param https the same with TLS
     * @param webSocket streams without TLS
     * @param webSocketTls the same with TLS
     * @param console with TLS: tokens, keys, health, metrics, and a page that lists the APIs
     */
    public record Ports(int http, int https, int webSocket, int webSocketTls, int console) {}

    /**
     * Limits of the edge.
     *
     * @param maxBodyBytes size of a request body; the services' own limits are lower
     * @param connectTimeout for one backend address; then the next address is tried
     * @param answerTimeout longest time without a byte from the backend; streams are exempt
     * @param readTimeout longest time in which a caller takes no byte of a response to REST or GraphQL
     * @param maxStreams open WebSocket connections on one event loop
     * @param connections of callers, at each port
     */
    public record Limits(
            int maxBodyBytes,
            Duration connectTimeout,
            Duration answerTimeout,
            Duration tokenLifetime,
            Duration readTimeout,
            int maxStreams,
            ConnectionLimits connections) {
        public static Limits standard() {
            return new Limits(
                    1 << 20,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1),
                    Duration.ofSeconds(5),
                    10_000,
                    ConnectionLimits.standard());
        }
    }

    /** The URL of the token endpoint, which is also the {@code iss} of its tokens. */
    public String tokenUrl() {
        return consoleUrl() + "/oauth2/token";
    }

    /** The URL of the keys that verify the edge's tokens. */
    public String jwksUrl() {
        return consoleUrl() + "/oauth2/jwks";
    }

    /** The URL of the list of revocations, which services read. */
    public String revocationsUrl() {
        return consoleUrl() + "/oauth2/revocations";
    }

    /** The origin of everything that the edge answers itself. */
    public String consoleUrl() {
        return "https://localhost:" + ports.console();
    }

    /** The addresses of the API's backend, one for each replica. */
    public List<HostPort> addressesOf(Api api) {
        return api.backendAddresses().stream()
                .flatMap(address -> addresses.getOrDefault(address, List.of(address)).stream())
                .toList();
    }
}
