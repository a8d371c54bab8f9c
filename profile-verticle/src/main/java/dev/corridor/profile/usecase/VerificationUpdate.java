package dev.corridor.profile.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.value.Ids;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.domain.VerificationChange;
import dev.corridor.profile.domain.VerificationDecision;
import dev.corridor.profile.events.UserEvents;
import dev.corridor.profile.store.CurrentUsers;
import dev.corridor.profile.store.VerificationHistory;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongPredicate;

/** Use case for operators: verify, suspend and reinstate users, and read who did so and why. */
public final class VerificationUpdate {
    private final UserChanges changes;
    private final CurrentUsers users;
    private final VerificationHistory history;
    private final Clock clock;

    public VerificationUpdate(UserChanges changes, CurrentUsers users, VerificationHistory history, Clock clock) {
        this.changes = changes;
        this.users = users;
        this.history = history;
        this.clock = clock;
    }

    /** Changes a user's verification, if {@code versions} accepts the user's version and its state can become {@code next}. */
    public Future<User> update(
            Caller operator, String userId, LongPredicate versions, Verification next, String reason) {
        var decision = new VerificationDecision(
                reason, operator.subject(), clock.instant().truncatedTo(ChronoUnit.MICROS), Correlation.current());
        return id(userId)
                .map(id -> changes.change(id, versions, user -> {
                    User changed = user.verify(next);
                    var entry = new VerificationChange(
                            id, changed.version(), Optional.of(user.verification()), next, decision);
                    return new UserChanges.Change(
                            changed, UserEvents.verificationChanged(changed, entry), Optional.of(entry));
                }))
                .orElseGet(() -> Future.failedFuture(UserLookup.notFound()));
    }

    /** Returns the changes of a user's verification, newest first. @param beforeVersion empty for the newest */
    public Future<List<VerificationChange>> history(String userId, OptionalLong beforeVersion, int limit) {
        return id(userId)
                .map(users::byId)
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(found -> UserLookup.require(found, UserLookup.notFound()))
                .compose(user -> history.of(user.id(), beforeVersion, limit));
    }

    private static Optional<UUID> id(String userId) {
        return Ids.isUuid(userId) ? Optional.of(UUID.fromString(userId)) : Optional.empty();
    }
}
