package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.sql.Database;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.domain.VerificationChange;
import dev.corridor.profile.domain.VerificationDecision;
import dev.corridor.profile.events.UserEvents;
import dev.corridor.profile.store.Users;
import dev.corridor.profile.store.VerificationHistory;
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
    private final VerificationHistory history;
    private final Outbox outbox;
    private final Clock clock;
    private final Supplier<UUID> newId;

    public UserCreation(
            Database database,
            Users users,
            VerificationHistory history,
            Outbox outbox,
            Clock clock,
            Supplier<UUID> newId) {
        this.database = database;
        this.users = users;
        this.history = history;
        this.outbox = outbox;
        this.clock = clock;
        this.newId = newId;
    }

    /**
     * Creates a user, whose home currency must exist today. A repeated request with the same id, username and e-mail
     * address returns the user created first.
     *
     * @param id the id chosen by the caller; empty generates one
     */
    public Future<User> create(Caller operator, Optional<UUID> id, NewUser details) {
        if (details.verification() == Verification.VERIFIED) {
            operator.require(Scope.PROFILE_VERIFY);
        }
        var user = User.create(id.orElseGet(newId), details, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return database.transaction(connection -> users.insertOrFindConflicts(connection, user)
                .compose(conflicts ->
                        conflicts.isEmpty() ? record(connection, operator, user) : resolveConflict(conflicts, user)));
    }

    private Future<User> record(SqlConnection connection, Caller operator, User user) {
        user.homeCurrency().requireAt(clock.instant());
        var entry = VerificationChange.creation(
                user, VerificationDecision.creation(operator.subject(), user.createdAt(), Correlation.current()));
        return history.append(connection, entry)
                .compose(recorded -> outbox.append(connection, List.of(UserEvents.created(user, entry))))
                .map(user);
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
