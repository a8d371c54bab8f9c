package dev.corridor.gateway;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;
import java.util.List;

/**
 * Configuration of the gateway, read from environment variables once at start.
 *
 * @param instances number of verticles, each on its own event loop
 */
public record GatewayConfig(
        TransportSettings transports,
        TokenSettings tokens,
        List<HostPort> profile,
        List<HostPort> ledger,
        List<HostPort> forex,
        List<HostPort> payment,
        int instances) {

    public static GatewayConfig from(Settings settings) {
        return new GatewayConfig(
                TransportSettings.from(settings),
                TokenSettings.from(settings),
                settings.addresses("PROFILE_GRPC"),
                settings.addresses("LEDGER_GRPC"),
                settings.addresses("FOREX_GRPC"),
                settings.addresses("PAYMENT_GRPC"),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
