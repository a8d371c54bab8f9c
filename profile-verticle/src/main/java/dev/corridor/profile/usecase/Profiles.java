package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.events.UserEvents;
import dev.corridor.profile.store.UserCache;
import dev.corridor.profile.store.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What can be done with people; both doors open onto it. */
public final class Profiles {
    private final Database database;
    private final Users people;
    private final UserCache cache;
    private final Outbox outbox;
    private final Clock clock;
    private final Supplier<UUID> newId;

    /** @param receiver empty when the request named nobody to be paid */
    public record Parties(User payer, Optional<User> receiver) {}

    public Profiles(
            Database database, Users people, UserCache cache, Outbox outbox, Clock clock, Supplier<UUID> newId) {
        this.database = database;
        this.people = people;
        this.cache = cache;
        this.outbox = outbox;
        this.clock = clock;
        this.newId = newId;
    }

    /** One's own profile, or anybody's for a service. Others' ids are answered like ids that nobody has. */
    public Future<User> get(Caller caller, String userId) {
        if (!caller.isSelfOr(userId, Scope.PROFILE_ADMIN)) {
            return Future.failedFuture(userNotFound());
        }
        return find(userId).compose(found -> orFail(found, userNotFound()));
    }

    public Future<User> findByUsername(String username) {
        return people.byUsername(username).compose(found -> orFail(found, userNotFound()));
    }

    /**
     * Who pays and who receives.
     *
     * @param payee a user id or a username, at most one of them
     */
    public Future<Parties> parties(
            Caller caller, String payerId, Optional<String> payeeId, Optional<String> payeeUsername) {
        if (!caller.isSelfOr(payerId, Scope.PROFILE_ADMIN)) {
            throw Problem.of(StandardError.FORBIDDEN, "A person pays only from their own wallets.");
        }
        var payer = find(payerId).compose(found -> orFail(found, userNotFound()));
        var payee = payee(payeeId, payeeUsername);
        return Future.all(payer, payee).map(both -> new Parties(payer.result(), payee.result()));
    }

    private Future<Optional<User>> payee(Optional<String> id, Optional<String> username) {
        if (id.isEmpty() && username.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var found = id.isPresent() ? find(id.get()) : people.byUsername(username.get());
        return found.compose(user -> user.isPresent()
                ? Future.succeededFuture(user)
                : Future.failedFuture(
                        Problem.of(ProfileError.PAYEE_NOT_FOUND, "There is nobody to pay by that name.")));
    }

    /** Creates a person; a repeat with the same id and names answers the person created before. */
    public Future<User> create(Optional<UUID> id, NewUser details) {
        var user = User.create(id.orElseGet(newId), details, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return database.transaction(connection -> people.insertOrFindTaken(connection, user)
                .compose(holders -> holders.isEmpty() ? tellCreated(connection, user) : answerHolder(holders, user)));
    }

    private Future<User> tellCreated(SqlConnection connection, User user) {
        return outbox.append(connection, List.of(UserEvents.created(user))).map(user);
    }

    private static Future<User> answerHolder(List<User> holders, User user) {
        return holders.stream()
                .filter(user::isSameAs)
                .findFirst()
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(
                        holders.stream().anyMatch(holder -> holder.username().equals(user.username()))
                                ? Problem.of(ProfileError.USERNAME_TAKEN, "Somebody else has that username.")
                                : Problem.of(ProfileError.EMAIL_TAKEN, "Somebody else has that e-mail address.")));
    }

    /** Changes one's own profile, if it is still at {@code version}. */
    public Future<User> change(Caller caller, String userId, long version, UserChange change) {
        return get(caller, userId)
                .compose(current -> database.transaction(connection -> people.byId(connection, current.id())
                        .compose(found -> orFail(found, userNotFound()))
                        .compose(found -> write(connection, found, version, change))))
                .compose(changed -> cache.changed(changed).map(changed));
    }

    private Future<User> write(SqlConnection connection, User found, long version, UserChange change) {
        if (found.version() != version) {
            return Future.failedFuture(stale());
        }
        User changed = found.apply(change);
        return people.update(connection, changed)
                .compose(written -> written
                        ? outbox.append(connection, List.of(UserEvents.updated(changed)))
                        : Future.failedFuture(stale()))
                .map(changed);
    }

    private Future<Optional<User>> find(String userId) {
        return Ids.isUuid(userId) ? cache.get(UUID.fromString(userId)) : Future.succeededFuture(Optional.empty());
    }

    private static Future<User> orFail(Optional<User> found, Problem otherwise) {
        return found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(otherwise));
    }

    private static Problem userNotFound() {
        return Problem.of(ProfileError.USER_NOT_FOUND, "There is nobody with that id.");
    }

    private static Problem stale() {
        return Problem.of(ProfileError.STALE_VERSION, "The profile has changed since you read it.");
    }
}
