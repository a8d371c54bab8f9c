package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.Grant;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Lists and withdraws the authorizations that a user gave to clients. */
public final class UserSessions {
    private static final int MAX = 100;

    private final Stores stores;
    private final TokenRevocation revocation;

    public UserSessions(Stores stores, TokenRevocation revocation) {
        this.stores = stores;
        this.revocation = revocation;
    }

    /** @param clientName as the user saw it */
    public record Session(Grant grant, String clientName) {}

    public Future<List<Session>> list(String userId) {
        return stores.grants().ofUser(userId, MAX).compose(grants -> Future.all(grants.stream()
                        .map(grant -> stores.clients()
                                .byId(grant.clientId())
                                .map(client -> new Session(
                                        grant, client.map(found -> found.name()).orElse(""))))
                        .toList())
                .map(all -> all.<Session>list()));
    }

    public Future<Void> revoke(String userId, UUID id) {
        return stores.grants().ofUser(userId, MAX).compose(grants -> {
            boolean isOfUser = grants.stream().anyMatch(grant -> grant.id().equals(id));
            return isOfUser
                    ? revocation.revokeGrant(id)
                    : Future.failedFuture(
                            Problem.of(PortalError.SESSION_NOT_FOUND, "There is no session with this id."));
        });
    }

    /** Signs the user out everywhere, the caller's own token included. */
    public Future<Void> revokeAll(String userId) {
        return revocation.revokeUser(userId);
    }
}
