package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.sql.Database;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.events.UserEvents;
import dev.corridor.profile.store.UserCache;
import dev.corridor.profile.store.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Use case that changes a user's profile and publishes the change. */
public final class ProfileUpdate {
    private final Database database;
    private final UserLookup lookup;
    private final Users users;
    private final UserCache cache;
    private final Outbox outbox;

    public ProfileUpdate(Database database, UserLookup lookup, Users users, UserCache cache, Outbox outbox) {
        this.database = database;
        this.lookup = lookup;
        this.users = users;
        this.cache = cache;
        this.outbox = outbox;
    }

    /** Changes a profile that the caller may read, if it still has the given version. */
    public Future<User> update(Caller caller, String userId, long version, UserChange change) {
        return lookup.get(caller, userId)
                .compose(current -> database.transaction(connection -> users.byId(connection, current.id())
                        .compose(found -> UserLookup.require(found, UserLookup.notFound()))
                        .compose(found -> write(connection, found, version, change))))
                .compose(changed -> cache.put(changed).map(changed));
    }

    private Future<User> write(SqlConnection connection, User found, long version, UserChange change) {
        if (found.version() != version) {
            return Future.failedFuture(stale());
        }
        User changed = found.apply(change);
        return users.update(connection, changed)
                .compose(written -> written
                        ? outbox.append(connection, List.of(UserEvents.updated(changed)))
                        : Future.failedFuture(stale()))
                .map(changed);
    }

    private static Problem stale() {
        return Problem.of(ProfileError.STALE_VERSION, "The profile has changed since you read it.");
    }
}
