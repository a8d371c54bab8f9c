package dev.corridor.gateway;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.grpc.PeerSettings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;

/**
 * Configuration of the gateway, read from environment variables once at start.
 *
 * @param instances number of verticles, each on its own event loop
 */
public record GatewayConfig(
        TransportSettings transports,
        TokenSettings tokens,
        PeerSettings profile,
        PeerSettings ledger,
        PeerSettings forex,
        PeerSettings payment,
        int instances) {

    public static GatewayConfig from(Settings settings) {
        return new GatewayConfig(
                TransportSettings.from(settings),
                TokenSettings.from(settings),
                PeerSettings.from(settings, "PROFILE_GRPC"),
                PeerSettings.from(settings, "LEDGER_GRPC"),
                PeerSettings.from(settings, "FOREX_GRPC"),
                PeerSettings.from(settings, "PAYMENT_GRPC"),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
