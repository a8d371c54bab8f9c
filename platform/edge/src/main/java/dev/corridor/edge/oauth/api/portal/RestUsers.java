package dev.corridor.edge.oauth.api.portal;

import dev.corridor.edge.oauth.client.ProfileUsers;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.edge.oauth.usecase.UserSessions;
import dev.corridor.edge.oauth.usecase.UserSignUp;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** REST operations of users: sign-up, and the clients that act for the caller. Belongs to one verticle. */
public final class RestUsers {
    private final UserSignUp signUp;
    private final UserSessions sessions;

    public RestUsers(UserSignUp signUp, UserSessions sessions) {
        this.signUp = signUp;
        this.sessions = sessions;
    }

    public void mount(RestTransport rest) {
        rest.publicOperation("signUp", this::signUp)
                .operation("listSessions", Scope.APPLICATIONS_READ, this::listSessions)
                .operation("revokeSession", Scope.APPLICATIONS_WRITE, this::revokeSession)
                .operation("revokeSessions", Scope.APPLICATIONS_WRITE, this::revokeSessions);
    }

    private Future<Reply> signUp(Caller nobody, RestRequest request) {
        var user = new ProfileUsers.NewUser(
                request.text("username").orElse(""),
                request.text("email").orElse(""),
                request.text("full_name").orElse(""),
                request.text("home_currency").orElse(""));
        return signUp.signUp(user, request.text("password").orElse(""))
                .map(created -> Reply.json(
                        201, new JsonObject().put("id", created.userId()).put("username", created.username())));
    }

    private Future<Reply> listSessions(Caller caller, RestRequest request) {
        return sessions.list(caller.subject()).map(all -> {
            var list = new JsonArray();
            all.stream().map(PortalJson::of).forEach(list::add);
            return Reply.ok(new JsonObject().put("sessions", list));
        });
    }

    private Future<Reply> revokeSession(Caller caller, RestRequest request) {
        var id = RequestId.parse(request.path("session_id"), PortalError.SESSION_NOT_FOUND);
        return sessions.revoke(caller.subject(), id).map(revoked -> Reply.noContent());
    }

    private Future<Reply> revokeSessions(Caller caller, RestRequest request) {
        return sessions.revokeAll(caller.subject()).map(revoked -> Reply.noContent());
    }
}
