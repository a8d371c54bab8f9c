package dev.corridor.platform.host;

import dev.corridor.forex.ForexService;
import dev.corridor.gateway.GatewayService;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.ledger.LedgerService;
import dev.corridor.payment.PaymentService;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.ProfileService;

/** Finds the definition of a service by its name. */
public final class ServiceDefinitions {
    private ServiceDefinitions() {}

    public static ServiceDefinition definition(ServiceName service) {
        return switch (service) {
            case PROFILE -> new ProfileService();
            case PAYMENT -> new PaymentService();
            case LEDGER -> new LedgerService();
            case FOREX -> new ForexService();
            case GATEWAY_GRAPHQL -> new GatewayService();
        };
    }
}
