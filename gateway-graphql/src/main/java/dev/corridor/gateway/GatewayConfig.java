package dev.corridor.gateway;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.grpc.PeerSettings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Configuration of the gateway, read from environment variables once at start.
 *
 * @param introspection whether clients may ask for the schema by a query
 * @param trustedQueries manifest of the queries that the operator trusts
 * @param trustedQueriesOnly whether any other query is refused
 * @param instances number of verticles, each on its own event loop
 */
public record GatewayConfig(
        TransportSettings transports,
        TokenSettings tokens,
        PeerSettings profile,
        PeerSettings ledger,
        PeerSettings forex,
        PeerSettings payment,
        boolean introspection,
        Optional<Path> trustedQueries,
        boolean trustedQueriesOnly,
        int instances) {

    public static GatewayConfig from(Settings settings) {
        return new GatewayConfig(
                TransportSettings.from(settings),
                TokenSettings.from(settings),
                PeerSettings.from(settings, "PROFILE_GRPC"),
                PeerSettings.from(settings, "LEDGER_GRPC"),
                PeerSettings.from(settings, "FOREX_GRPC"),
                PeerSettings.from(settings, "PAYMENT_GRPC"),
                settings.isOn("GRAPHQL_INTROSPECTION", true),
                settings.isSet("GRAPHQL_QUERIES")
                        ? Optional.of(Path.of(settings.text("GRAPHQL_QUERIES")))
                        : Optional.empty(),
                settings.isOn("GRAPHQL_QUERIES_ONLY", false),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
