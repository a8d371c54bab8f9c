package dev.corridor.benchmarks.baseline;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.GrpcServer;
import java.util.Base64;

/** A bare Vert.x gRPC server: reads a GetUserRequest, and answers the one User it was given. No token, no metrics, nothing. */
public final class GrpcEcho extends VerticleBase {
    private final int port;
    private final User answer;

    private GrpcEcho(int port, User answer) {
        this.port = port;
        this.answer = answer;
    }

    /** Arguments: port, event loops, and the answer's bytes in Base64. */
    public static void main(String[] arguments) throws InvalidProtocolBufferException {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        var answer = User.parseFrom(Base64.getDecoder().decode(arguments[2]));
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(() -> new GrpcEcho(port, answer), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        var grpc = GrpcServer.server(vertx)
                .callHandler(
                        ProfileServiceGrpcService.GetUser,
                        call -> call.handler(request -> call.response().end(answer)));
        return vertx.createHttpServer().requestHandler(grpc).listen(port, "127.0.0.1");
    }
}
