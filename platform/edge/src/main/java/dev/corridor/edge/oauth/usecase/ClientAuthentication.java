package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.domain.SecretHash;
import dev.corridor.edge.oauth.store.Clients;
import dev.corridor.kit.value.Texts;
import io.vertx.core.Future;
import java.util.Optional;

/** Authenticates clients (RFC 6749, section 2.3). An unknown client and a wrong secret look the same. */
public final class ClientAuthentication {
    private static final int MAX_ID = 64;

    private final Clients clients;
    private final SecretChecks secrets;

    public ClientAuthentication(Clients clients, SecretChecks secrets) {
        this.clients = clients;
        this.secrets = secrets;
    }

    /**
     * Finds a client that has proved who it is.
     *
     * @param secret empty: only a public client needs none
     */
    public Future<RegisteredClient> authenticate(String id, Optional<String> secret) {
        return find(id).compose(found -> {
            if (secret.isEmpty()) {
                return found.filter(RegisteredClient::isPublic)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(refused()));
            }
            return secrets.matches(found.flatMap(RegisteredClient::secret), secret.get(), SecretHash.FOR_RANDOM_SECRETS)
                    .compose(matches ->
                            matches ? Future.succeededFuture(found.orElseThrow()) : Future.failedFuture(refused()));
        });
    }

    /** Finds a client by its id, which anybody may know. */
    public Future<Optional<RegisteredClient>> find(String id) {
        return Texts.isStorable(id, MAX_ID) ? clients.byId(id) : Future.succeededFuture(Optional.empty());
    }

    private static OAuthError refused() {
        return new OAuthError(Code.INVALID_CLIENT, "The client is unknown or its secret is wrong.");
    }
}
