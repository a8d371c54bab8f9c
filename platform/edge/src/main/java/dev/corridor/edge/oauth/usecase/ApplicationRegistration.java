package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.domain.Application;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.edge.oauth.domain.RegisteredClient;
import dev.corridor.edge.oauth.domain.Subscription;
import dev.corridor.edge.oauth.store.SubscriptionTable;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Texts;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Registers, changes and deletes the applications of users. */
public final class ApplicationRegistration {
    static final int MAX_APPLICATIONS = 100;
    private static final int MAX_NAME = 100;
    private static final int MAX_DESCRIPTION = 500;

    private final Stores stores;
    private final TokenRevocation revocation;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public ApplicationRegistration(Stores stores, TokenRevocation revocation, Clock clock, Supplier<UUID> ids) {
        this.stores = stores;
        this.revocation = revocation;
        this.clock = clock;
        this.ids = ids;
    }

    /** Application with what belongs to it. */
    public record Whole(Application application, List<RegisteredClient> keys, List<Subscription> subscriptions) {}

    public Future<List<Application>> list(String userId) {
        return stores.applications().of(userId, MAX_APPLICATIONS);
    }

    /** Finds an application of the user. Fails with the {@link Problem} application_not_found. */
    public Future<Application> find(String userId, UUID id) {
        return stores.applications()
                .find(userId, id)
                .map(found -> found.orElseThrow(
                        () -> Problem.of(PortalError.APPLICATION_NOT_FOUND, "There is no application with this id.")));
    }

    public Future<Whole> whole(String userId, UUID id) {
        return find(userId, id).compose(application -> {
            var keys = stores.clients().ofApplication(id);
            var subscriptions = stores.subscriptions().ofApplication(id);
            return Future.all(keys, subscriptions)
                    .map(read -> new Whole(application, keys.result(), subscriptions.result()));
        });
    }

    public Future<Application> create(String userId, String name, String description) {
        requireTexts(name, description);
        var application = new Application(ids.get(), userId, name, description, clock.instant());
        return stores.applications()
                .insert(application, MAX_APPLICATIONS)
                .compose(inserted -> inserted
                        ? Future.succeededFuture(application)
                        : stores.applications()
                                .of(userId, MAX_APPLICATIONS)
                                .compose(all ->
                                        Future.failedFuture(all.size() >= MAX_APPLICATIONS ? tooMany() : exists())));
    }

    public Future<Application> change(String userId, UUID id, String name, String description) {
        requireTexts(name, description);
        return find(userId, id).compose(found -> {
            var changed = new Application(id, userId, name, description, found.createdAt());
            return stores.applications()
                    .update(changed)
                    .map(changed)
                    .recover(failure -> Future.failedFuture(Database.isUniqueViolation(failure) ? exists() : failure));
        });
    }

    /** Deletes an application, and revokes the tokens of its keys. */
    public Future<Void> delete(String userId, UUID id) {
        return find(userId, id)
                .compose(found -> stores.clients().ofApplication(id))
                .compose(keys -> stores.database().transaction(connection -> revokeAll(connection, keys)
                        .compose(revoked -> stores.applications().delete(connection, id))
                        .compose(deleted -> SubscriptionTable.announce(connection))))
                .compose(deleted -> revocation.announce());
    }

    private Future<Void> revokeAll(SqlConnection connection, List<RegisteredClient> keys) {
        Future<Void> revoked = Future.succeededFuture();
        for (RegisteredClient key : keys) {
            revoked = revoked.compose(before -> revocation.revokeClient(connection, stores.clients(), key.id()));
        }
        return revoked;
    }

    private static void requireTexts(String name, String description) {
        if (name.isBlank() || !Texts.isStorable(name, MAX_NAME)) {
            throw Problem.of(PortalError.NAME_INVALID, "The name is not valid.").with("field", "name");
        }
        if (!Texts.isStorable(description, MAX_DESCRIPTION)) {
            throw Problem.of(PortalError.NAME_INVALID, "The description is not valid.")
                    .with("field", "description");
        }
    }

    private static Problem exists() {
        return Problem.of(PortalError.APPLICATION_EXISTS, "You have an application with this name.");
    }

    private static Problem tooMany() {
        return Problem.of(PortalError.TOO_MANY, "You have " + MAX_APPLICATIONS + " applications.");
    }
}
