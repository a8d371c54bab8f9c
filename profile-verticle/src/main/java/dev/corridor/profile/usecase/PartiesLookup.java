package dev.corridor.profile.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.profile.domain.Parties;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import io.vertx.core.Future;
import java.util.Optional;

/** Use case that returns the payer and the payee of a payment. */
public final class PartiesLookup {
    private final UserLookup users;

    public PartiesLookup(UserLookup users) {
        this.users = users;
    }

    /**
     * Returns both parties. The caller is the payer, or has {@link Scope#PROFILE_ADMIN}.
     *
     * @param payeeId empty when the payee is given by username or is the house
     * @param payeeUsername empty when the payee is given by id or is the house
     */
    public Future<Parties> get(
            Caller caller, String payerId, Optional<String> payeeId, Optional<String> payeeUsername) {
        if (!caller.isSelfOr(payerId, Scope.PROFILE_ADMIN)) {
            return Future.failedFuture(
                    Problem.of(StandardError.FORBIDDEN, "A user may pay only from their own wallets."));
        }
        var payer = users.find(payerId).compose(found -> UserLookup.require(found, UserLookup.notFound()));
        var payee = payee(payeeId, payeeUsername);
        return Future.all(payer, payee).map(both -> new Parties(payer.result(), payee.result()));
    }

    private Future<Optional<User>> payee(Optional<String> id, Optional<String> username) {
        if (id.isEmpty() && username.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var found = id.isPresent() ? users.find(id.get()) : users.findByUsername(username.get());
        return found.compose(user -> UserLookup.require(user, payeeNotFound())).map(Optional::of);
    }

    private static Problem payeeNotFound() {
        return Problem.of(ProfileError.PAYEE_NOT_FOUND, "There is no user with the id or username of the payee.");
    }
}
