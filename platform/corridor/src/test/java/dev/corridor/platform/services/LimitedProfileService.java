package dev.corridor.platform.services;

import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetPartiesResponse;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.Party;
import dev.corridor.profile.v1.Permission;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.Function;

/** Stub of the profile service. Every user id exists and may do everything. Calls above a limit of calls in flight are refused as UNAVAILABLE. */
final class LimitedProfileService extends VerticleBase {
    /** More than a limited client has in flight, fewer than the users of a burst. */
    private static final int MAX_CALLS_IN_FLIGHT = 160;

    private final int port;
    private int callsInFlight;

    LimitedProfileService(int port) {
        this.port = port;
    }

    @Override
    public Future<?> start() {
        var grpc = GrpcServer.server(vertx)
                .<BatchGetPartiesRequest, BatchGetPartiesResponse>callHandler(
                        ProfileServiceGrpcService.BatchGetParties,
                        call -> respond(call, LimitedProfileService::parties));
        return vertx.createHttpServer().requestHandler(grpc).listen(port, "127.0.0.1");
    }

    /** Responds in a later turn, so that calls that arrive together are in flight together. */
    private <Q, R> void respond(GrpcServerRequest<Q, R> call, Function<Q, R> response) {
        call.handler(request -> {
            if (callsInFlight == MAX_CALLS_IN_FLIGHT) {
                call.response().status(GrpcStatus.UNAVAILABLE).end();
                return;
            }
            callsInFlight++;
            vertx.setTimer(1, elapsed -> {
                callsInFlight--;
                call.response().end(response.apply(request));
            });
        });
    }

    private static BatchGetPartiesResponse parties(BatchGetPartiesRequest batch) {
        var response = BatchGetPartiesResponse.newBuilder();
        batch.getRequestsList()
                .forEach(each -> response.addResults(PartiesResult.newBuilder().setParties(parties(each))));
        return response.build();
    }

    private static GetPartiesResponse parties(GetPartiesRequest request) {
        var parties = GetPartiesResponse.newBuilder().setPayer(user(request.getPayerId()));
        if (request.hasPayeeId()) {
            parties.setPayee(Party.newBuilder().setUserId(request.getPayeeId()).setMayReceive(true));
        }
        return parties.build();
    }

    private static User user(String id) {
        return User.newBuilder()
                .setUserId(id)
                .setHomeCurrency("USD")
                .addPermissions(Permission.PERMISSION_PAY)
                .addPermissions(Permission.PERMISSION_RECEIVE)
                .addPermissions(Permission.PERMISSION_REFUND)
                .build();
    }
}
