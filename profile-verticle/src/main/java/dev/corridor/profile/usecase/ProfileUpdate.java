package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.events.UserEvents;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Use case that changes a user's contact details and home currency. */
public final class ProfileUpdate {
    private final UserChanges changes;
    private final Clock clock;

    public ProfileUpdate(UserChanges changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Changes a profile that the caller may read, if its version is one that {@code versions} accepts. A suspended user changes
     * nothing; a new home currency must exist today.
     */
    public Future<User> update(Caller caller, String userId, LongPredicate versions, UserChange change) {
        return UserLookup.readableId(caller, userId)
                .map(id -> changes.change(id, versions, user -> {
                    requireMayChange(caller, user);
                    User changed = user.apply(change);
                    if (!changed.homeCurrency().equals(user.homeCurrency())) {
                        changed.homeCurrency().requireAt(clock.instant());
                    }
                    return new UserChanges.Change(changed, UserEvents.updated(changed), Optional.empty());
                }))
                .orElseGet(() -> Future.failedFuture(UserLookup.notFound()));
    }

    private static void requireMayChange(Caller caller, User user) {
        if (user.verification() == Verification.SUSPENDED && !caller.has(Scope.PROFILE_ADMIN)) {
            throw Problem.of(ProfileError.USER_SUSPENDED, "The user is suspended.");
        }
    }
}
