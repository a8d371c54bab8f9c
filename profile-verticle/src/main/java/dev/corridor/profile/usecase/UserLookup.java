package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Ids;
import dev.corridor.profile.domain.PersonalDetails;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.store.CurrentUsers;
import dev.corridor.profile.store.UserCache;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Use case that returns one user, by id or by username. */
public final class UserLookup {
    private final CurrentUsers users;
    private final UserCache cache;

    public UserLookup(CurrentUsers users, UserCache cache) {
        this.users = users;
        this.cache = cache;
    }

    /**
     * Returns the caller's own profile; with {@link Scope#PROFILE_ADMIN}, any user's. Another user's id fails like an
     * unknown id, so that callers cannot find out which ids exist.
     */
    public Future<User> get(Caller caller, String userId) {
        return readableId(caller, userId)
                .map(this::cached)
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(found -> require(found, notFound()));
    }

    /** Returns the user with a username, for callers that may read every profile. */
    public Future<User> getByUsername(String username) {
        return findByUsername(username).compose(found -> require(found, notFound()));
    }

    /** Returns the id if the caller may see that user, and a user can have such an id. */
    static Optional<UUID> readableId(Caller caller, String userId) {
        return caller.isSelfOr(userId, Scope.PROFILE_ADMIN) && Ids.isUuid(userId)
                ? Optional.of(UUID.fromString(userId))
                : Optional.empty();
    }

    private Future<Optional<User>> cached(UUID id) {
        var cached = cache.get(id);
        if (cached.isPresent()) {
            return Future.succeededFuture(cached);
        }
        long readAt = cache.now();
        return users.byId(id).onSuccess(found -> found.ifPresent(user -> cache.put(user, readAt)));
    }

    /** Finds a user as the database has it now. */
    Future<Optional<User>> find(String userId) {
        return Ids.isUuid(userId) ? users.byId(UUID.fromString(userId)) : Future.succeededFuture(Optional.empty());
    }

    /** Finds a user as the database has it now. */
    Future<Optional<User>> findByUsername(String username) {
        return PersonalDetails.isUsername(username)
                ? users.byUsername(username)
                : Future.succeededFuture(Optional.empty());
    }

    static Future<User> require(Optional<User> found, Problem otherwise) {
        return found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(otherwise));
    }

    static Problem notFound() {
        return Problem.of(ProfileError.USER_NOT_FOUND, "There is no user with this id or username.");
    }
}
