package dev.corridor.profile.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.events.UserEvents;
import io.vertx.core.Future;

/** Use case that changes a user's contact details and home currency. */
public final class ProfileUpdate {
    private final UserChanges changes;

    public ProfileUpdate(UserChanges changes) {
        this.changes = changes;
    }

    /** Changes a profile that the caller may read, if it still has the given version. */
    public Future<User> update(Caller caller, String userId, long version, UserChange change) {
        return UserLookup.readableId(caller, userId)
                .map(id -> changes.change(id, version, user -> {
                    User changed = user.apply(change);
                    return new UserChanges.Change(changed, UserEvents.updated(changed));
                }))
                .orElseGet(() -> Future.failedFuture(UserLookup.notFound()));
    }
}
