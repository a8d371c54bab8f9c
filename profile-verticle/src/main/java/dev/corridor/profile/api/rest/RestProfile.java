package dev.corridor.profile.api.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Money;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.domain.Verification;
import dev.corridor.profile.usecase.Profiles;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The REST door; its contract is openapi/profile.yaml. */
public final class RestProfile {
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private final Profiles profiles;

    public RestProfile(Profiles profiles) {
        this.profiles = profiles;
    }

    public void mount(RestTransport rest) {
        rest.operation("getUser", Scope.PROFILE_READ, this::getUser)
                .operation("updateUser", Scope.PROFILE_WRITE, this::updateUser)
                .operation("createUser", Scope.PROFILE_ADMIN, this::createUser);
    }

    private Future<Reply> getUser(Caller caller, RestRequest request) {
        return profiles.get(caller, userId(caller, request)).map(RestProfile::reply);
    }

    private Future<Reply> updateUser(Caller caller, RestRequest request) {
        var change = new UserChange(
                request.text("email"),
                request.text("full_name"),
                request.text("home_currency").map(Money::currency));
        return profiles.change(caller, userId(caller, request), version(request), change)
                .map(RestProfile::reply);
    }

    private Future<Reply> createUser(Caller caller, RestRequest request) {
        var body = request.body();
        var details = new NewUser(
                body.getString("username"),
                body.getString("email"),
                body.getString("full_name"),
                Money.currency(body.getString("home_currency")),
                Verification.PENDING);
        return profiles.create(Optional.empty(), details)
                .map(user -> Reply.created("/users/" + user.id(), json(user)).header("etag", etag(user)));
    }

    private static String userId(Caller caller, RestRequest request) {
        String id = request.path("id");
        return id.equals("me") ? caller.subject() : id;
    }

    private static long version(RestRequest request) {
        Matcher etag = ETAG.matcher(request.header("if-match").orElse(""));
        if (!etag.matches()) {
            throw Problem.of(ProfileError.VERSION_REQUIRED, "If-Match is missing, or not an ETag of a profile.");
        }
        return Long.parseLong(etag.group(1));
    }

    private static Reply reply(User user) {
        return Reply.ok(json(user)).header("etag", etag(user));
    }

    private static String etag(User user) {
        return "\"" + user.version() + "\"";
    }

    private static JsonObject json(User user) {
        return new JsonObject()
                .put("id", user.id().toString())
                .put("username", user.username())
                .put("email", user.email())
                .put("full_name", user.fullName())
                .put("home_currency", user.homeCurrency().getCurrencyCode())
                .put("verification", user.verification().name().toLowerCase(Locale.ROOT))
                .put("created_at", user.createdAt().toString());
    }
}
