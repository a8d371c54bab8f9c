package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.sql.Database;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.events.UserEvents;
import dev.corridor.profile.store.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Use case that creates a user and publishes the creation. */
public final class UserCreation {
    private final Database database;
    private final Users users;
    private final Outbox outbox;
    private final Clock clock;
    private final Supplier<UUID> newId;

    public UserCreation(Database database, Users users, Outbox outbox, Clock clock, Supplier<UUID> newId) {
        this.database = database;
        this.users = users;
        this.outbox = outbox;
        this.clock = clock;
        this.newId = newId;
    }

    /**
     * Creates a user. A repeated request with the same id, username and e-mail address returns the user created first.
     *
     * @param id the id chosen by the caller; empty generates one
     */
    public Future<User> create(Optional<UUID> id, NewUser details) {
        var user = User.create(id.orElseGet(newId), details, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return database.transaction(connection -> users.insertOrFindConflicts(connection, user)
                .compose(conflicts ->
                        conflicts.isEmpty() ? publish(connection, user) : resolveConflict(conflicts, user)));
    }

    private Future<User> publish(SqlConnection connection, User user) {
        return outbox.append(connection, List.of(UserEvents.created(user))).map(user);
    }

    private static Future<User> resolveConflict(List<User> conflicts, User user) {
        return conflicts.stream()
                .filter(user::isSameUser)
                .findFirst()
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(taken(conflicts, user)));
    }

    private static Problem taken(List<User> conflicts, User user) {
        return conflicts.stream().anyMatch(other -> other.username().equals(user.username()))
                ? Problem.of(ProfileError.USERNAME_TAKEN, "Another user has this username.")
                : Problem.of(ProfileError.EMAIL_TAKEN, "Another user has this e-mail address.");
    }
}
