package dev.corridor.profile.api.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Currency;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.usecase.ProfileUpdate;
import dev.corridor.profile.usecase.UserCreation;
import dev.corridor.profile.usecase.UserLookup;
import dev.corridor.profile.wire.UserJson;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongPredicate;

/** REST transport of the profile service. Its contract is openapi/profile.yaml. */
public final class RestProfile {
    private final UserLookup lookup;
    private final UserCreation creation;
    private final ProfileUpdate update;

    public RestProfile(UserLookup lookup, UserCreation creation, ProfileUpdate update) {
        this.lookup = lookup;
        this.creation = creation;
        this.update = update;
    }

    public void mount(RestTransport rest) {
        rest.operation("getUser", Scope.PROFILE_READ, this::getUser)
                .operation("findUser", Scope.PROFILE_ADMIN, this::findUser)
                .operation("updateUser", Scope.PROFILE_WRITE, this::updateUser)
                .operation("createUser", Scope.PROFILE_ADMIN, this::createUser);
    }

    private Future<Reply> getUser(Caller caller, RestRequest request) {
        return lookup.get(caller, caller.userId(request.path("id"))).map(RestProfile::reply);
    }

    private Future<Reply> findUser(Caller caller, RestRequest request) {
        return lookup.getByUsername(request.query("username").orElseThrow()).map(RestProfile::reply);
    }

    private Future<Reply> updateUser(Caller caller, RestRequest request) {
        var change = new UserChange(
                request.text("email"),
                request.text("full_name"),
                request.text("home_currency").map(Currency::of));
        return update.update(caller, caller.userId(request.path("id")), versions(request), change)
                .map(RestProfile::reply);
    }

    private Future<Reply> createUser(Caller caller, RestRequest request) {
        var body = request.body();
        var details = new NewUser(
                body.getString("username"),
                body.getString("email"),
                body.getString("full_name"),
                Currency.of(body.getString("home_currency")),
                request.text("verification").map(RestVerification::parse).orElse(Verification.PENDING));
        return creation.create(caller, Optional.empty(), details)
                .map(user ->
                        Reply.created("/users/" + user.id(), UserJson.of(user)).privateVersion(user.version()));
    }

    /** A change without a condition could overwrite another that the client has not seen. */
    static LongPredicate versions(RestRequest request) {
        return request.ifMatch()
                .<LongPredicate>map(condition -> condition::matches)
                .orElseThrow(() -> Problem.of(
                        ProfileError.VERSION_REQUIRED,
                        "The header If-Match is missing; it takes the ETag of the profile, or * for any version."));
    }

    static Reply reply(User user) {
        return Reply.ok(UserJson.of(user)).privateVersion(user.version());
    }
}
