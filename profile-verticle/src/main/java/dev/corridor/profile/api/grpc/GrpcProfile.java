package dev.corridor.profile.api.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.BatchLimit;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.grpc.MessageCheck;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.value.Currency;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.usecase.PartiesLookup;
import dev.corridor.profile.usecase.ProfileUpdate;
import dev.corridor.profile.usecase.UserCreation;
import dev.corridor.profile.usecase.UserLookup;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetPartiesResponse;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.PartiesError;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.UpdateUserRequest;
import dev.corridor.profile.v1.UpdateUserResponse;
import dev.corridor.profile.wire.UserMessages;
import dev.corridor.profile.wire.VerificationMessages;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;

/** gRPC transport of the profile service. Its contract is profile/v1/profile.proto. */
public final class GrpcProfile {
    private final UserLookup lookup;
    private final PartiesLookup parties;
    private final UserCreation creation;
    private final ProfileUpdate update;

    public GrpcProfile(UserLookup lookup, PartiesLookup parties, UserCreation creation, ProfileUpdate update) {
        this.lookup = lookup;
        this.parties = parties;
        this.creation = creation;
        this.update = update;
    }

    /** Binds the methods to a transport whose service has been set. */
    public void mount(GrpcTransport grpc) {
        grpc.unary(ProfileServiceGrpcService.GetUser, Scope.PROFILE_READ, this::getUser)
                .unary(ProfileServiceGrpcService.FindUser, Scope.PROFILE_ADMIN, this::findUser)
                .unary(ProfileServiceGrpcService.GetParties, Scope.PAYMENTS_WRITE, this::getParties)
                .batch(ProfileServiceGrpcService.BatchGetParties, Scope.PROFILE_ADMIN, this::batchGetParties)
                .unary(ProfileServiceGrpcService.CreateUser, Scope.PROFILE_ADMIN, this::createUser)
                .unary(ProfileServiceGrpcService.UpdateUser, Scope.PROFILE_WRITE, this::updateUser);
    }

    private Future<GetUserResponse> getUser(Caller caller, GetUserRequest request) {
        return lookup.get(caller, caller.userId(request.getUserId())).map(user -> GetUserResponse.newBuilder()
                .setUser(UserMessages.of(user))
                .build());
    }

    private Future<FindUserResponse> findUser(Caller caller, FindUserRequest request) {
        return lookup.getByUsername(request.getUsername()).map(user -> FindUserResponse.newBuilder()
                .setUser(UserMessages.of(user))
                .build());
    }

    private Future<BatchGetPartiesResponse> batchGetParties(Caller caller, BatchGetPartiesRequest request) {
        BatchLimit.require(request.getRequestsCount(), "requests");
        var results = request.getRequestsList().stream()
                .map(each -> result(caller, each))
                .toList();
        return Future.all(results).map(all -> BatchGetPartiesResponse.newBuilder()
                .addAllResults(all.list())
                .build());
    }

    /** Answers one request of a batch. A failure becomes the result of that request. */
    private Future<PartiesResult> result(Caller caller, GetPartiesRequest request) {
        return Future.succeededFuture(request)
                .compose(each -> {
                    MessageCheck.require(each);
                    return getParties(caller, each);
                })
                .map(parties -> PartiesResult.newBuilder().setParties(parties).build())
                .otherwise(failure -> error(ProblemResponse.problemOf(failure, 500)));
    }

    private static PartiesResult error(Problem problem) {
        return PartiesResult.newBuilder()
                .setError(
                        PartiesError.newBuilder().setCode(problem.code().code()).setDetail(problem.detail()))
                .build();
    }

    private Future<GetPartiesResponse> getParties(Caller caller, GetPartiesRequest request) {
        var payeeId = request.hasPayeeId() ? Optional.of(request.getPayeeId()) : Optional.<String>empty();
        var payeeUsername =
                request.hasPayeeUsername() ? Optional.of(request.getPayeeUsername()) : Optional.<String>empty();
        return parties.get(caller, request.getPayerId(), payeeId, payeeUsername).map(UserMessages::parties);
    }

    private Future<CreateUserResponse> createUser(Caller caller, CreateUserRequest request) {
        var id = request.getUserId().isEmpty()
                ? Optional.<UUID>empty()
                : Optional.of(RequestId.parse(request.getUserId(), ProfileError.USER_NOT_FOUND));
        var details = new NewUser(
                request.getUsername(),
                request.getEmail(),
                request.getFullName(),
                Currency.of(request.getHomeCurrency()),
                VerificationMessages.ofNewUser(request.getVerification()));
        return creation.create(caller, id, details).map(user -> CreateUserResponse.newBuilder()
                .setUser(UserMessages.of(user))
                .build());
    }

    private Future<UpdateUserResponse> updateUser(Caller caller, UpdateUserRequest request) {
        var change = new UserChange(
                request.hasEmail() ? Optional.of(request.getEmail()) : Optional.empty(),
                request.hasFullName() ? Optional.of(request.getFullName()) : Optional.empty(),
                request.hasHomeCurrency() ? Optional.of(Currency.of(request.getHomeCurrency())) : Optional.empty());
        return update.update(caller, caller.userId(request.getUserId()), versions(request.getVersion()), change)
                .map(user -> UpdateUserResponse.newBuilder()
                        .setUser(UserMessages.of(user))
                        .build());
    }

    /** @throws Problem version_required */
    static LongPredicate versions(long requested) {
        if (requested < 1) {
            throw Problem.of(ProfileError.VERSION_REQUIRED, "The version of the user that was read is missing.");
        }
        return version -> version == requested;
    }
}
