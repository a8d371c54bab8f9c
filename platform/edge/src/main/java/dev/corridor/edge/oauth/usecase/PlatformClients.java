package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.config.OAuthClient;
import dev.corridor.edge.oauth.domain.Application;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.edge.oauth.store.SubscriptionTable;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Registers the platform's own clients, whose secrets are new at every start of a local platform. */
public final class PlatformClients {
    private static final UUID APPLICATION = UUID.fromString("0190a0de-0000-7000-8000-0000000c0221");
    private static final int ONE = 1;

    private final Stores stores;
    private final SecretChecks secrets;
    private final Clock clock;

    public PlatformClients(Stores stores, SecretChecks secrets, Clock clock) {
        this.stores = stores;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Registers them; repeating it changes nothing. */
    public Future<Void> register(List<OAuthClient> clients) {
        var application = new Application(
                APPLICATION, Application.PLATFORM, "Corridor", "The platform's own clients", clock.instant());
        return stores.applications()
                .insert(application, ONE)
                .compose(present -> Future.all(
                        clients.stream().<Future<?>>map(this::register).toList()))
                .compose(registered -> stores.database().transaction(SubscriptionTable::announce));
    }

    private Future<Void> register(OAuthClient client) {
        if (client.isPublic()) {
            var grants = EnumSet.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN);
            return stores.clients().put(registered(client, Optional.empty(), grants));
        }
        var grants = client.actsForUsers()
                ? EnumSet.of(GrantType.CLIENT_CREDENTIALS, GrantType.PASSWORD)
                : EnumSet.of(GrantType.CLIENT_CREDENTIALS);
        return secrets.hash(client.secret().value(), SecretHash.FOR_RANDOM_SECRETS)
                .compose(hash -> stores.clients().put(registered(client, Optional.of(hash), grants)));
    }

    private RegisteredClient registered(OAuthClient client, Optional<SecretHash> secret, Set<GrantType> grants) {
        var scopes = new TreeSet<>(client.scopes());
        if (client.isPublic()) {
            scopes.add("openid");
        }
        return new RegisteredClient(
                client.id(),
                APPLICATION,
                client.id(),
                secret,
                grants,
                client.redirectUris(),
                scopes,
                true,
                clock.instant());
    }
}
