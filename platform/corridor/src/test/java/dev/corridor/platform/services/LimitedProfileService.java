package dev.corridor.platform.services;

import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.Parties;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.Party;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.Function;

/** A profile service that knows everybody, but takes only so many calls at a time and turns away the others. */
final class LimitedProfileService extends VerticleBase {
    /** More than are ever sent to it of a crowd that takes turns, fewer than the crowd. */
    private static final int CALLS_AT_A_TIME = 160;

    private final int port;
    private int underWay;

    LimitedProfileService(int port) {
        this.port = port;
    }

    @Override
    public Future<?> start() {
        var grpc = GrpcServer.server(vertx)
                .<GetUserRequest, User>callHandler(
                        ProfileServiceGrpcService.GetUser, call -> answer(call, request -> person(request.getUserId())))
                .<BatchGetPartiesRequest, BatchGetPartiesResponse>callHandler(
                        ProfileServiceGrpcService.BatchGetParties,
                        call -> answer(call, LimitedProfileService::together));
        return vertx.createHttpServer().requestHandler(grpc).listen(port, "127.0.0.1");
    }

    /** Whatever has arrived together is under way together: answers come after all of it has been read. */
    private <Q, R> void answer(GrpcServerRequest<Q, R> call, Function<Q, R> answer) {
        call.handler(request -> {
            if (underWay == CALLS_AT_A_TIME) {
                call.response().status(GrpcStatus.UNAVAILABLE).end();
                return;
            }
            underWay++;
            vertx.setTimer(1, later -> {
                underWay--;
                call.response().end(answer.apply(request));
            });
        });
    }

    private static BatchGetPartiesResponse together(BatchGetPartiesRequest batch) {
        var response = BatchGetPartiesResponse.newBuilder();
        batch.getRequestsList()
                .forEach(each -> response.addResults(PartiesResult.newBuilder().setParties(parties(each))));
        return response.build();
    }

    private static Parties parties(GetPartiesRequest request) {
        return Parties.newBuilder()
                .setPayer(person(request.getPayerId()))
                .setPayee(Party.newBuilder().setUserId(request.getPayeeId()))
                .build();
    }

    private static User person(String id) {
        return User.newBuilder()
                .setUserId(id)
                .setHomeCurrency("USD")
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
    }
}
