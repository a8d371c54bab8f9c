package dev.corridor.gateway;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;
import java.util.List;

/**
 * What the gateway is told from outside, read once at start.
 *
 * @param instances verticles, each on an event loop of its own
 */
public record GatewayConfig(
        TransportSettings doors,
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
