package dev.corridor.wso2.bootstrap;

import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import java.util.List;

/**
 * Client by which a service gets a token of its own.
 *
 * @param service name of the service, for messages
 * @param scopes that the service asks for
 */
public record ServiceAccount(String service, String clientId, Secret clientSecret, List<Scope> scopes) {

    /** Reads PAYMENT_CLIENT_ID, PAYMENT_CLIENT_SECRET, FOREX_CLIENT_ID and FOREX_CLIENT_SECRET. */
    static List<ServiceAccount> from(Settings settings) {
        return List.of(
                of(settings, "payment", Scope.LEDGER_ADMIN, Scope.PROFILE_READ, Scope.PROFILE_ADMIN),
                of(settings, "forex", Scope.FOREX_READ));
    }

    private static ServiceAccount of(Settings settings, String service, Scope... scopes) {
        String prefix = service.toUpperCase(java.util.Locale.ROOT);
        return new ServiceAccount(
                service,
                settings.text(prefix + "_CLIENT_ID", "corridor_" + service + "_service"),
                new Secret(settings.text(prefix + "_CLIENT_SECRET")),
                List.of(scopes));
    }

    String scope() {
        return String.join(" ", scopes.stream().map(Scope::value).toList());
    }
}
