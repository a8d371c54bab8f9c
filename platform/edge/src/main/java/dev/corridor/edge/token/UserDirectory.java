package dev.corridor.edge.token;

import dev.corridor.edge.token.OAuthError.Code;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Texts;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.Future;
import java.util.List;

/** Directory that finds users by their username, by asking the profile service with a token of the edge's own. */
public final class UserDirectory {
    private static final String OWN_CLIENT_ID = "edge";

    private final ServiceClient profile;
    private final TokenIssuer issuer;

    public UserDirectory(ServiceClient profile, TokenIssuer issuer) {
        this.profile = profile;
        this.issuer = issuer;
    }

    /** Finds the user id. Fails with {@link OAuthError} when no user has that name or the profile service is unavailable. */
    Future<String> userIdOf(String username) {
        if (!Texts.isPortable(username)) {
            return Future.failedFuture(wrong());
        }
        var request = FindUserRequest.newBuilder().setUsername(username).build();
        String token = issuer.forClient(OWN_CLIENT_ID, List.of(Scope.PROFILE_ADMIN.value()));
        return profile.call(ProfileServiceGrpcClient.FindUser, request, token)
                .map(FindUserResponse::getUser)
                .map(user -> user.getUserId())
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    private static OAuthError wrong() {
        return new OAuthError(Code.INVALID_GRANT, "The name or the password is wrong.");
    }

    /** Maps a failure. An unknown name is reported like a wrong password, so that callers cannot find out which names exist. */
    private static Throwable refusal(Throwable failure) {
        if (failure instanceof Problem problem) {
            Fault fault = problem.code().fault();
            return fault == Fault.UNAVAILABLE || fault == Fault.TIMEOUT
                    ? new OAuthError(Code.TEMPORARILY_UNAVAILABLE, "Users cannot be looked up at the moment.")
                    : fault == Fault.NOT_FOUND || fault == Fault.INVALID ? wrong() : problem;
        }
        return failure;
    }
}
