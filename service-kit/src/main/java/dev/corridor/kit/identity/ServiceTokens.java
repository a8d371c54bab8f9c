package dev.corridor.kit.identity;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.vertx.CallerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Cache of a service's own token, for calls that it makes on no user's behalf. The token is fetched by client credentials
 * (RFC 6749, 4.4) and renewed shortly before it expires; concurrent requests share one fetch. One per process; any
 * thread.
 */
public final class ServiceTokens {
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(60);

    private final IssuerClient issuer;
    private final TokenSettings.ClientCredentials credentials;
    private final String scope;
    private final Clock clock;
    private Future<String> token;
    private Instant renewAt = Instant.MIN;

    /** @param scopes that this service needs */
    public ServiceTokens(Vertx vertx, TokenSettings settings, Clock clock, Scope... scopes) {
        this.issuer = new IssuerClient(vertx, settings);
        this.credentials = settings.own().orElseThrow(() -> new InvalidSetting("TOKEN_URL", "is not set"));
        this.scope = String.join(
                " ", java.util.Arrays.stream(scopes).map(Scope::value).toList());
        this.clock = clock;
    }

    public synchronized Future<String> current() {
        boolean usable = token != null
                && !token.failed()
                && (!token.isComplete() || clock.instant().isBefore(renewAt));
        if (!usable) {
            token = issuer.clientCredentials(credentials, scope).map(answer -> {
                renewAfter(Duration.ofSeconds(answer.getLong("expires_in", 60L)));
                return answer.getString("access_token");
            });
        }
        return CallerContext.of(token);
    }

    private synchronized void renewAfter(Duration lifetime) {
        renewAt = clock.instant().plus(lifetime).minus(RENEW_BEFORE_EXPIRY);
    }
}
