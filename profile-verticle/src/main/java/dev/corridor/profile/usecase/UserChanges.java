package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.sql.Database;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.VerificationChange;
import dev.corridor.profile.store.UserCache;
import dev.corridor.profile.store.Users;
import dev.corridor.profile.store.VerificationHistory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;

/** Writer of changes to existing users: all of them check the version, publish an event, and are visible when they are answered. */
public final class UserChanges {
    private final Vertx vertx;
    private final Database database;
    private final Users users;
    private final UserCache cache;
    private final VerificationHistory history;
    private final Outbox outbox;

    public UserChanges(
            Vertx vertx, Database database, Users users, UserCache cache, VerificationHistory history, Outbox outbox) {
        this.vertx = vertx;
        this.database = database;
        this.users = users;
        this.cache = cache;
        this.history = history;
        this.outbox = outbox;
    }

    /** Decides a change of a user. Throws a Problem when the change is not allowed. */
    @FunctionalInterface
    interface Decision {
        Change change(User user);
    }

    /**
     * A changed user, and the event that tells of it.
     *
     * @param verification entry for the history; empty when the verification stays
     */
    record Change(User user, OutboxEvent event, Optional<VerificationChange> verification) {}

    /**
     * Changes a user whose version is one that {@code versions} accepts. Every outcome, stale_version among them, is answered
     * when no process has an older user in its cache: the next read, by anybody, finds what the outcome speaks of.
     */
    Future<User> change(UUID id, LongPredicate versions, Decision decision) {
        long readAt = cache.now();
        return database.transaction(connection -> users.byId(connection, id)
                        .compose(found -> UserLookup.require(found, UserLookup.notFound()))
                        .compose(found -> write(connection, found, versions, decision)))
                .onSuccess(changed -> cache.put(changed, readAt))
                .eventually(() -> cache.forgottenEverywhere(vertx));
    }

    private Future<User> write(SqlConnection connection, User found, LongPredicate versions, Decision decision) {
        if (!versions.test(found.version())) {
            return Future.failedFuture(stale());
        }
        Change decided = decision.change(found);
        return users.update(connection, decided.user())
                .compose(written -> written ? record(connection, decided) : Future.failedFuture(stale()))
                .map(decided.user());
    }

    private Future<Void> record(SqlConnection connection, Change decided) {
        return decided.verification()
                .map(entry -> history.append(connection, entry))
                .orElseGet(Future::succeededFuture)
                .compose(recorded -> outbox.append(connection, List.of(decided.event())));
    }

    private static Problem stale() {
        return Problem.of(ProfileError.STALE_VERSION, "The profile has changed since you read it.");
    }
}
