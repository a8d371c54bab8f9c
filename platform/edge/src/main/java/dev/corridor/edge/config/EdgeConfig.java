package dev.corridor.edge.config;

import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything the local edge has to be told.
 *
 * @param host the address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for everybody
 * @param apis what to expose; {@link ApiConfig#bundled()} is the platform's own list
 * @param addresses where the backends of {@code apis} really run: the host and port of a backend_url, such as
 *     {@code profile:8000}, to one address a replica; what is not in here is reached under its own name
 * @param redisUrl where calls are counted, {@code redis://host:port}
 * @param keys from {@link EdgeKeys#open}
 * @param clients who may ask for tokens
 * @param userPassword what stands for every person's password at the token endpoint: the platform's secret
 * @param profileGrpc where people are looked up by name
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
        List<HostPort> profileGrpc,
        Limits limits) {

    public EdgeConfig {
        addresses = Map.copyOf(addresses);
        clients = List.copyOf(clients);
        profileGrpc = List.copyOf(profileGrpc);
    }

    /**
     * WSO2 API Manager has 8280, 8243, 9099 and 9443.
     *
     * @param http REST, GraphQL and gRPC without TLS
     * @param https the same with TLS
     * @param webSocket streams
     * @param console with TLS: tokens, keys, health, metrics, and a page that lists the APIs
     */
    public record Ports(int http, int https, int webSocket, int console) {}

    /**
     * @param maxBodyBytes of one request; the services' own limits are lower
     * @param connectTimeout to one backend address, after which the next is tried
     * @param answerTimeout without a byte from the backend; streams are exempt
     * @param maxStreams WebSocket connections open at the same time, an event loop
     */
    public record Limits(
            int maxBodyBytes, Duration connectTimeout, Duration answerTimeout, Duration tokenLifetime, int maxStreams) {
        public static Limits standard() {
            return new Limits(1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(1), 10_000);
        }
    }

    /** The {@code iss} of the edge's tokens; also where to get them. */
    public String tokenUrl() {
        return "https://localhost:" + ports.console() + "/oauth2/token";
    }

    /** Where the keys to verify its tokens are. */
    public String jwksUrl() {
        return "https://localhost:" + ports.console() + "/oauth2/jwks";
    }

    /** One address a replica of the API's backend. */
    public List<HostPort> addressesOf(Api api) {
        return addresses.getOrDefault(api.backendAddress(), List.of(api.backendAddress()));
    }
}
