package dev.corridor.benchmarks.baseline;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import java.util.Base64;

/** Baseline of gRPC calls: a bare Vert.x server that answers every GetUserRequest with the same response. */
public final class GrpcEchoServer extends VerticleBase {
    private final int port;
    private final GetUserResponse response;

    private GrpcEchoServer(int port, GetUserResponse response) {
        this.port = port;
        this.response = response;
    }

    /** Arguments: port, number of event loops, response bytes in Base64. */
    public static void main(String[] arguments) throws InvalidProtocolBufferException {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        var response = GetUserResponse.parseFrom(Base64.getDecoder().decode(arguments[2]));
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(
                        () -> new GrpcEchoServer(port, response), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        var grpc = GrpcServer.server(vertx)
                .callHandler(
                        ProfileServiceGrpcService.GetUser,
                        call -> call.handler(request -> call.response().end(response)));
        return vertx.createHttpServer().requestHandler(grpc).listen(port, "127.0.0.1");
    }
}
