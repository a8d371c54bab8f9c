package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.GrpcEcho;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.GrpcCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** profile.v1 GetUser of a person who is cached, beside a bare Vert.x gRPC server that answers the same bytes. */
final class GrpcBenchmark implements Benchmark {
    private static final String ROW = "get_user";
    private static final int CALLERS_A_CONNECTION = 64;

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public String about() {
        return "unary gRPC calls, %d callers a connection, one connection an event loop"
                .formatted(CALLERS_A_CONNECTION);
    }

    @Override
    public List<String> rows() {
        return List.of(ROW);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var scene = Scene.set()) {
            var profile = scene.start(ServiceName.PROFILE, Map.of());
            var person = BenchmarkUsers.make(scene, profile, 1).get(0);
            int echo = scene.start(GrpcEcho.class, base64(person.user()));
            return List.of(new Comparison(
                            ROW,
                            "calls/s",
                            "bare Vert.x gRPC echo",
                            load(scene, echo, person),
                            load(scene, profile.grpc(), person))
                    .run(plan));
        }
    }

    private static ClosedLoop load(Scene scene, int port, BenchmarkUsers.Person person) {
        var request =
                GetUserRequest.newBuilder().setUserId(person.user().getUserId()).build();
        return new ClosedLoop(scene.loadLoops().stream()
                .map(loop -> {
                    var caller = new GrpcCaller(scene.vertx(), port, person.token());
                    return new ClosedLoop.Lane(
                            loop,
                            CALLERS_A_CONNECTION,
                            number -> caller.call(ProfileServiceGrpcClient.GetUser, request));
                })
                .toList());
    }

    private static String base64(User user) {
        return Base64.getEncoder().encodeToString(user.toByteArray());
    }
}
