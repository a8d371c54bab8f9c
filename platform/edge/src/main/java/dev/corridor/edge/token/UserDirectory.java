package dev.corridor.edge.token;

import dev.corridor.edge.token.OAuthError.Code;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Scope;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.Future;
import java.util.List;

/** Finds people by the name they sign in with: asks the profile service, with a token of the edge's own. */
public final class UserDirectory {
    private static final String OWN_CLIENT_ID = "edge";

    private final ServiceClient profile;
    private final TokenIssuer issuer;

    public UserDirectory(ServiceClient profile, TokenIssuer issuer) {
        this.profile = profile;
        this.issuer = issuer;
    }

    /** The user id; fails with {@link OAuthError} when there is nobody of that name, or when it can't be found out. */
    Future<String> userIdOf(String username) {
        var request = FindUserRequest.newBuilder().setUsername(username).build();
        String token = issuer.forClient(OWN_CLIENT_ID, List.of(Scope.PROFILE_ADMIN.value()));
        return profile.call(ProfileServiceGrpcClient.FindUser, request, token)
                .map(user -> user.getUserId())
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    /** Nobody of that name looks like a wrong password, so that names can't be tried out. */
    private static Throwable refusal(Throwable failure) {
        if (failure instanceof Problem problem) {
            Fault fault = problem.code().fault();
            return fault == Fault.UNAVAILABLE || fault == Fault.TIMEOUT
                    ? new OAuthError(Code.TEMPORARILY_UNAVAILABLE, "People can't be looked up just now.")
                    : fault == Fault.NOT_FOUND || fault == Fault.INVALID
                            ? new OAuthError(Code.INVALID_GRANT, "The name or the password is wrong.")
                            : problem;
        }
        return failure;
    }
}
