package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Ids;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.store.UserCache;
import dev.corridor.profile.store.Users;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Use case that returns one user, by id or by username. */
public final class UserLookup {
    private final Users users;
    private final UserCache cache;

    public UserLookup(Users users, UserCache cache) {
        this.users = users;
        this.cache = cache;
    }

    /**
     * Returns the caller's own profile; with {@link Scope#PROFILE_ADMIN}, any user's. Another user's id fails like an
     * unknown id, so that callers cannot find out which ids exist.
     */
    public Future<User> get(Caller caller, String userId) {
        if (!caller.isSelfOr(userId, Scope.PROFILE_ADMIN)) {
            return Future.failedFuture(notFound());
        }
        return find(userId).compose(found -> require(found, notFound()));
    }

    /** Returns the user with a username, for callers that may read every profile. */
    public Future<User> getByUsername(String username) {
        return findByUsername(username).compose(found -> require(found, notFound()));
    }

    Future<Optional<User>> find(String userId) {
        return Ids.isUuid(userId) ? cache.get(UUID.fromString(userId)) : Future.succeededFuture(Optional.empty());
    }

    Future<Optional<User>> findByUsername(String username) {
        return users.byUsername(username);
    }

    static Future<User> require(Optional<User> found, Problem otherwise) {
        return found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(otherwise));
    }

    static Problem notFound() {
        return Problem.of(ProfileError.USER_NOT_FOUND, "There is no user with this id.");
    }
}
