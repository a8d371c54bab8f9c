package dev.corridor.profile.api.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.BatchLimit;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.value.Ids;
import dev.corridor.kit.value.Money;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.ProfileError;
import dev.corridor.profile.usecase.Profiles;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.Parties;
import dev.corridor.profile.v1.PartiesError;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.wire.UserMessages;
import io.vertx.core.Future;
import java.util.Optional;

/** The gRPC door: profile.v1.ProfileService. */
public final class GrpcProfile {
    private final Profiles profiles;

    public GrpcProfile(Profiles profiles) {
        this.profiles = profiles;
    }

    public void mount(GrpcTransport grpc) {
        grpc.service(ProfileServiceGrpcService.SERVICE_NAME, ProfileServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(ProfileServiceGrpcService.GetUser, Scope.PROFILE_READ, this::getUser)
                .unary(ProfileServiceGrpcService.FindUser, Scope.PROFILE_ADMIN, this::findUser)
                .unary(ProfileServiceGrpcService.GetParties, Scope.PAYMENTS_WRITE, this::getParties)
                .unary(ProfileServiceGrpcService.BatchGetParties, Scope.PROFILE_ADMIN, this::batchGetParties)
                .unary(ProfileServiceGrpcService.CreateUser, Scope.PROFILE_ADMIN, this::createUser);
    }

    private Future<User> getUser(Caller caller, GetUserRequest request) {
        return profiles.get(caller, request.getUserId()).map(UserMessages::of);
    }

    private Future<User> findUser(Caller caller, FindUserRequest request) {
        return profiles.findByUsername(request.getUsername()).map(UserMessages::of);
    }

    private Future<BatchGetPartiesResponse> batchGetParties(Caller caller, BatchGetPartiesRequest request) {
        BatchLimit.require(request.getRequestsCount(), "requests");
        var results = request.getRequestsList().stream()
                .map(each -> result(caller, each))
                .toList();
        return Future.all(results).map(found -> BatchGetPartiesResponse.newBuilder()
                .addAllResults(found.list())
                .build());
    }

    /** Never fails: what is wrong with one request is its own result. */
    private Future<PartiesResult> result(Caller caller, GetPartiesRequest request) {
        return Future.succeededFuture(request)
                .compose(asked -> getParties(caller, asked))
                .map(parties -> PartiesResult.newBuilder().setParties(parties).build())
                .otherwise(failure -> error(ProblemResponse.problemOf(failure, 500)));
    }

    private static PartiesResult error(Problem problem) {
        return PartiesResult.newBuilder()
                .setError(
                        PartiesError.newBuilder().setCode(problem.code().code()).setDetail(problem.detail()))
                .build();
    }

    private Future<Parties> getParties(Caller caller, GetPartiesRequest request) {
        var payeeId = request.hasPayeeId() ? Optional.of(request.getPayeeId()) : Optional.<String>empty();
        var payeeUsername =
                request.hasPayeeUsername() ? Optional.of(request.getPayeeUsername()) : Optional.<String>empty();
        return profiles.parties(caller, request.getPayerId(), payeeId, payeeUsername)
                .map(GrpcProfile::toProto);
    }

    private Future<User> createUser(Caller caller, CreateUserRequest request) {
        var id = request.getUserId().isEmpty()
                ? Optional.<java.util.UUID>empty()
                : Optional.of(Ids.parse(request.getUserId(), ProfileError.USER_NOT_FOUND));
        var details = new NewUser(
                request.getUsername(),
                request.getEmail(),
                request.getFullName(),
                Money.currency(request.getHomeCurrency()),
                UserMessages.verification(request.getVerification()));
        return profiles.create(id, details).map(UserMessages::of);
    }

    private static Parties toProto(Profiles.Parties parties) {
        var proto = Parties.newBuilder().setPayer(UserMessages.of(parties.payer()));
        parties.receiver().ifPresent(receiver -> proto.setPayee(UserMessages.party(receiver)));
        return proto.build();
    }
}
