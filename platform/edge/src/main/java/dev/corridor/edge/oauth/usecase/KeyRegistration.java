package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.ClientMetadata;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.edge.oauth.store.SubscriptionTable;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** Generates, rotates and revokes the keys of applications: OAuth 2.0 clients. A secret is returned once and never stored. */
public final class KeyRegistration {
    private static final int MAX_KEYS = 20;
    private static final String OPENID = "openid";
    private static final Set<String> OF_USERS = Set.copyOf(Scope.ofUsers());
    /** Rights over money and people that a program cannot have for itself; it needs a user who grants them. */
    private static final Set<String> OF_ITSELF = Set.of(Scope.FOREX_READ.value(), Scope.FOREX_TRADE.value());

    private final Stores stores;
    private final ApplicationRegistration applications;
    private final TokenRevocation revocation;
    private final SecretChecks secrets;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final SecureRandom random;

    public KeyRegistration(
            Stores stores,
            ApplicationRegistration applications,
            TokenRevocation revocation,
            SecretChecks secrets,
            Clock clock,
            Supplier<UUID> ids,
            SecureRandom random) {
        this.stores = stores;
        this.applications = applications;
        this.revocation = revocation;
        this.secrets = secrets;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    /** @param secret empty for a public key, and whenever it was shown before */
    public record Key(RegisteredClient client, Optional<RandomSecret> secret) {}

    /** The scopes of a client that names none: all that it can have. */
    public static Set<String> defaultScopes(Set<GrantType> grants) {
        return grants.contains(GrantType.CLIENT_CREDENTIALS) ? OF_ITSELF : OF_USERS;
    }

    /** Generates a key. Fails with {@link OAuthError} or {@link Problem}. */
    public Future<Key> create(String userId, UUID applicationId, ClientMetadata metadata) {
        requireScopes(metadata);
        return applications
                .find(userId, applicationId)
                .compose(found -> stores.clients().ofApplication(applicationId))
                .compose(keys -> {
                    if (keys.size() >= MAX_KEYS) {
                        throw Problem.of(PortalError.TOO_MANY, "The application has " + MAX_KEYS + " keys.");
                    }
                    return insert(applicationId, metadata);
                });
    }

    private Future<Key> insert(UUID applicationId, ClientMetadata metadata) {
        var secret = metadata.isPublic() ? Optional.<RandomSecret>empty() : Optional.of(RandomSecret.generate(random));
        return hash(secret).compose(hash -> {
            var scopes = new TreeSet<>(metadata.scopes());
            if (metadata.grants().contains(GrantType.AUTHORIZATION_CODE)) {
                scopes.add(OPENID);
            }
            var client = new RegisteredClient(
                    ids.get().toString(),
                    applicationId,
                    metadata.name(),
                    hash,
                    metadata.grants(),
                    metadata.redirectUris(),
                    scopes,
                    false,
                    clock.instant());
            return stores.clients()
                    .insert(client)
                    .compose(inserted -> stores.database().transaction(SubscriptionTable::announce))
                    .compose(announced -> revocation.announce())
                    .map(new Key(client, secret));
        });
    }

    /** Replaces the secret of a key. */
    public Future<Key> rotate(String userId, UUID applicationId, String clientId) {
        var secret = RandomSecret.generate(random);
        return find(userId, applicationId, clientId).compose(client -> {
            if (client.isPublic()) {
                throw Problem.of(PortalError.KEY_PUBLIC, "This key has no secret.");
            }
            return hash(Optional.of(secret))
                    .compose(hash -> stores.clients().replaceSecret(clientId, hash.orElseThrow()))
                    .map(new Key(client, Optional.of(secret)));
        });
    }

    /** Deletes a key and revokes its tokens. */
    public Future<Void> revoke(String userId, UUID applicationId, String clientId) {
        return find(userId, applicationId, clientId)
                .compose(found -> stores.database().transaction(connection -> revocation
                        .revokeClient(connection, stores.clients(), clientId)
                        .compose(revoked -> SubscriptionTable.announce(connection))))
                .compose(revoked -> revocation.announce());
    }

    private Future<RegisteredClient> find(String userId, UUID applicationId, String clientId) {
        return applications
                .find(userId, applicationId)
                .compose(found -> stores.clients().ofApplication(applicationId))
                .map(keys -> keys.stream()
                        .filter(key -> key.id().equals(clientId))
                        .findFirst()
                        .orElseThrow(() -> Problem.of(PortalError.KEY_NOT_FOUND, "There is no key with this id.")));
    }

    private Future<Optional<SecretHash>> hash(Optional<RandomSecret> secret) {
        return secret.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : secrets.hash(secret.get().value(), SecretHash.FOR_RANDOM_SECRETS)
                        .map(Optional::of);
    }

    private static void requireScopes(ClientMetadata metadata) {
        var refused = new HashSet<>(metadata.scopes());
        refused.remove(OPENID);
        refused.removeAll(OF_USERS);
        if (!refused.isEmpty()) {
            throw new OAuthError(
                    Code.INVALID_CLIENT_METADATA, "These scopes cannot be had: " + new TreeSet<>(refused) + ".");
        }
        if (metadata.grants().contains(GrantType.CLIENT_CREDENTIALS) && !OF_ITSELF.containsAll(metadata.scopes())) {
            throw new OAuthError(
                    Code.INVALID_CLIENT_METADATA,
                    "With client_credentials, where no user consents, a key can only have " + new TreeSet<>(OF_ITSELF)
                            + ".");
        }
    }
}
