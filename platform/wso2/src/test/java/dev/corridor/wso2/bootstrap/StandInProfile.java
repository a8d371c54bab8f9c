package dev.corridor.wso2.bootstrap;

import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import dev.corridor.wso2.bootstrap.rest.Login;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Stand-in of the profile service that keeps users, for callers whose token has the scopes of operators. */
final class StandInProfile {
    final Map<String, CreateUserRequest> users = new ConcurrentHashMap<>();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    StandInProfile() throws Exception {
        var grpc = GrpcServer.server(vertx);
        grpc.callHandler(
                ProfileServiceGrpcService.GetUser,
                call -> call.handler(request -> {
                    if (!users.containsKey(request.getUserId())) {
                        refuse(call, GrpcStatus.NOT_FOUND, StandardError.NOT_FOUND);
                        return;
                    }
                    call.response()
                            .end(GetUserResponse.newBuilder()
                                    .setUser(User.getDefaultInstance())
                                    .build());
                }));
        grpc.callHandler(
                ProfileServiceGrpcService.CreateUser,
                call -> call.handler(request -> {
                    if (!hasScopes(call)) {
                        refuse(call, GrpcStatus.PERMISSION_DENIED, StandardError.FORBIDDEN);
                        return;
                    }
                    users.put(request.getUserId(), request);
                    call.response()
                            .end(CreateUserResponse.newBuilder()
                                    .setUser(User.getDefaultInstance())
                                    .build());
                }));
        server = vertx.createHttpServer()
                .requestHandler(grpc)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void refuse(GrpcServerRequest<?, ?> call, GrpcStatus status, StandardError error) {
        String details = ErrorDetails.of(Problem.of(error, "refused"), "correlation-of-test");
        call.response().trailers().set(ErrorDetails.KEY, details);
        call.response().status(status).end();
    }

    private static boolean hasScopes(GrpcServerRequest<?, ?> call) {
        String token = call.headers().get("authorization").substring("Bearer ".length());
        String scope = Login.claims(token).orElseThrow().path("scope").asText();
        return Arrays.asList(scope.split(" ")).containsAll(List.of("profile:admin", "profile:verify"));
    }
}
