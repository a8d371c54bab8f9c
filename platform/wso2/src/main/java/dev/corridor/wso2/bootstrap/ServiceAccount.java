package dev.corridor.wso2.bootstrap;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Client by which a service gets a token of its own.
 *
 * @param service name of the service, for messages
 * @param scopes that the service asks for
 */
public record ServiceAccount(String service, String clientId, Secret clientSecret, List<Scope> scopes) {

    private static final Pattern CLIENT_ID = Pattern.compile("[a-zA-Z0-9_]{15,30}");
    private static final Pattern CLIENT_SECRET = Pattern.compile("[a-zA-Z0-9._-]+");

    /** Reads PAYMENT_CLIENT_ID, PAYMENT_CLIENT_SECRET, FOREX_CLIENT_ID and FOREX_CLIENT_SECRET. */
    static List<ServiceAccount> from(Settings settings) {
        return List.of(
                of(settings, "payment", Scope.LEDGER_ADMIN, Scope.PROFILE_READ, Scope.PROFILE_ADMIN),
                of(settings, "forex", Scope.FOREX_READ));
    }

    private static ServiceAccount of(Settings settings, String service, Scope... scopes) {
        String prefix = service.toUpperCase(Locale.ROOT);
        String id = settings.text(prefix + "_CLIENT_ID", "corridor_" + service + "_service");
        String secret = settings.text(prefix + "_CLIENT_SECRET");
        if (!CLIENT_ID.matcher(id).matches()) {
            throw new InvalidSetting(
                    prefix + "_CLIENT_ID", "is not 15 to 30 letters, digits and _, which WSO2 prescribes");
        }
        if (!CLIENT_SECRET.matcher(secret).matches()) {
            throw new InvalidSetting(
                    prefix + "_CLIENT_SECRET",
                    "has other characters than letters, digits, '-', '.' and '_', which WSO2 and the services encode"
                            + " differently");
        }
        return new ServiceAccount(service, id, new Secret(secret), List.of(scopes));
    }

    String scope() {
        return String.join(" ", scopes.stream().map(Scope::value).toList());
    }
}
