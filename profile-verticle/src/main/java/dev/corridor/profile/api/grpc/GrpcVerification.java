package dev.corridor.profile.api.grpc;

import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.PageLimit;
import dev.corridor.profile.usecase.VerificationUpdate;
import dev.corridor.profile.v1.ListVerificationChangesRequest;
import dev.corridor.profile.v1.ListVerificationChangesResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.SetVerificationRequest;
import dev.corridor.profile.v1.SetVerificationResponse;
import dev.corridor.profile.wire.UserMessages;
import dev.corridor.profile.wire.VerificationMessages;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** gRPC transport of what operators do with the verification of users. */
public final class GrpcVerification {
    private static final PageLimit PAGE = new PageLimit(20, 100);

    private final VerificationUpdate verification;

    public GrpcVerification(VerificationUpdate verification) {
        this.verification = verification;
    }

    /** Binds the methods to a transport whose service has been set. */
    public void mount(GrpcTransport grpc) {
        grpc.unary(ProfileServiceGrpcService.SetVerification, Scope.PROFILE_VERIFY, this::set)
                .unary(ProfileServiceGrpcService.ListVerificationChanges, Scope.PROFILE_ADMIN, this::list);
    }

    private Future<SetVerificationResponse> set(Caller caller, SetVerificationRequest request) {
        return verification
                .update(
                        caller,
                        request.getUserId(),
                        GrpcProfile.versions(request.getVersion()),
                        VerificationMessages.parse(request.getVerification()),
                        request.getReason())
                .map(user -> SetVerificationResponse.newBuilder()
                        .setUser(UserMessages.of(user))
                        .build());
    }

    private Future<ListVerificationChangesResponse> list(Caller caller, ListVerificationChangesRequest request) {
        var before =
                request.getBeforeVersion() == 0 ? OptionalLong.empty() : OptionalLong.of(request.getBeforeVersion());
        return verification
                .history(request.getUserId(), before, PAGE.of(request.getLimit()))
                .map(changes -> ListVerificationChangesResponse.newBuilder()
                        .addAllChanges(
                                changes.stream().map(VerificationMessages::of).toList())
                        .build());
    }
}
