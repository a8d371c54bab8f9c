package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.GrpcEchoServer;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.testbed.GrpcCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Compares GetUser of a cached user with a bare Vert.x gRPC server that answers the same bytes. */
final class GrpcBenchmark implements Benchmark {
    private static final String ROW = "get_user";
    private static final int CALLERS_PER_CONNECTION = 64;

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public String about() {
        return "unary gRPC calls, %d callers per connection, one connection per event loop"
                .formatted(CALLERS_PER_CONNECTION);
    }

    @Override
    public List<String> rows() {
        return List.of(ROW);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var testbed = Testbed.start()) {
            var profile = testbed.start(ServiceName.PROFILE, Map.of());
            var user = BenchmarkUsers.create(testbed, profile, 1).get(0);
            int echo = testbed.start(GrpcEchoServer.class, base64(user.profile()));
            return List.of(new Comparison(
                            ROW,
                            "calls/s",
                            "bare Vert.x gRPC echo",
                            load(testbed, echo, user),
                            load(testbed, profile.grpc(), user))
                    .run(plan));
        }
    }

    private static ClosedLoop load(Testbed testbed, int port, BenchmarkUsers.TestUser user) {
        var request = GetUserRequest.newBuilder()
                .setUserId(user.profile().getUserId())
                .build();
        return new ClosedLoop(testbed.loadLoops().stream()
                .map(loop -> {
                    var caller = new GrpcCaller(testbed.vertx(), port, user.token());
                    return new ClosedLoop.Worker(
                            loop,
                            CALLERS_PER_CONNECTION,
                            number -> caller.call(ProfileServiceGrpcClient.GetUser, request));
                })
                .toList());
    }

    private static String base64(User user) {
        return Base64.getEncoder()
                .encodeToString(
                        GetUserResponse.newBuilder().setUser(user).build().toByteArray());
    }
}
