package dev.corridor.platform.local;

import dev.corridor.kit.config.Secret;
import dev.corridor.platform.home.ServiceName;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/**
 * Secrets with which users, services and the operator get tokens from the platform's token endpoint, and with which
 * services connect to Kafka and the edge to Redis. Every start generates new ones.
 *
 * @param operator secret of the operator's client
 * @param users the one password that all users of a local platform share
 */
record PlatformSecrets(Secret operator, Secret users, Secret kafka, Secret redis, Map<ServiceName, Secret> services) {
    private static final int BYTES = 24;

    static PlatformSecrets generate() {
        var random = new SecureRandom();
        var services = new EnumMap<ServiceName, Secret>(ServiceName.class);
        for (var service : ServiceName.values()) {
            services.put(service, secret(random));
        }
        return new PlatformSecrets(secret(random), secret(random), secret(random), secret(random), services);
    }

    Secret service(ServiceName service) {
        return services.get(service);
    }

    private static Secret secret(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
