package dev.corridor.edge.oauth.client;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.value.Texts;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Client of the profile service, which has the users. It calls with a token of the edge's own. */
public final class ProfileUsers {
    private final ServiceClient profile;
    private final Supplier<String> token;

    /** @param token makes a token that may read and create any user */
    public ProfileUsers(ServiceClient profile, Supplier<String> token) {
        this.profile = profile;
        this.token = token;
    }

    /** Person who signs up. The identity is not verified. */
    public record NewUser(String username, String email, String fullName, String homeCurrency) {}

    /** Finds the user id; empty when no user has that name. Fails when the profile service cannot be reached. */
    public Future<Optional<String>> userIdOf(String username) {
        if (!Texts.isPortable(username)) {
            return Future.succeededFuture(Optional.empty());
        }
        var request = FindUserRequest.newBuilder().setUsername(username).build();
        return profile.call(ProfileServiceGrpcClient.FindUser, request, token.get())
                .map(found -> Optional.of(found.getUser().getUserId()))
                .recover(failure ->
                        isNoUser(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    /** Fails with the profile service's problem: username_taken, email_taken, username_invalid and the like. */
    public Future<String> create(UUID id, NewUser user) {
        var request = CreateUserRequest.newBuilder()
                .setUserId(id.toString())
                .setUsername(user.username())
                .setEmail(user.email())
                .setFullName(user.fullName())
                .setHomeCurrency(user.homeCurrency())
                .build();
        return profile.call(ProfileServiceGrpcClient.CreateUser, request, token.get())
                .map(created -> created.getUser().getUserId());
    }

    private static boolean isNoUser(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.code().fault() == Fault.NOT_FOUND || problem.code().fault() == Fault.INVALID);
    }
}
