package dev.corridor.platform.local;

import dev.corridor.kit.config.Secret;
import dev.corridor.platform.home.ServiceName;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the parts of one running platform prove themselves to its token endpoint with; new with every start.
 *
 * @param operator of whoever runs the platform
 * @param users stands for every person's password
 */
record PlatformSecrets(Secret operator, Secret users, Map<ServiceName, Secret> services) {
    private static final int BYTES = 24;

    static PlatformSecrets fresh() {
        var random = new SecureRandom();
        var services = new EnumMap<ServiceName, Secret>(ServiceName.class);
        for (var service : ServiceName.values()) {
            services.put(service, secret(random));
        }
        return new PlatformSecrets(secret(random), secret(random), services);
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
