package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.HttpHelloServer;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.testbed.HttpCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.platform.home.ServiceName;
import java.util.List;
import java.util.Map;

/** Compares GET /users/{id} of a cached user with a bare Vert.x router that answers the same bytes. */
final class RestBenchmark implements Benchmark {
    private static final String ROW = "rest_read";
    private static final int CALLERS_PER_EVENT_LOOP = 64;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public String about() {
        return "REST reads, HTTP/1.1, %d callers per event loop, each with its own connection"
                .formatted(CALLERS_PER_EVENT_LOOP);
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
            var path = "/users/" + user.profile().getUserId();
            var response = new HttpCaller(testbed.vertx(), profile.http(), 1).get(path, user.token());
            int hello = testbed.start(HttpHelloServer.class, response.await().toString());
            return List.of(new Comparison(
                            ROW,
                            "calls/s",
                            "bare Vert.x hello over the same router",
                            load(testbed, hello, path, user.token()),
                            load(testbed, profile.http(), path, user.token()))
                    .run(plan));
        }
    }

    private static ClosedLoop load(Testbed testbed, int port, String path, String token) {
        return new ClosedLoop(testbed.loadLoops().stream()
                .map(loop -> {
                    var caller = new HttpCaller(testbed.vertx(), port, CALLERS_PER_EVENT_LOOP);
                    return new ClosedLoop.Worker(loop, CALLERS_PER_EVENT_LOOP, number -> caller.get(path, token));
                })
                .toList());
    }
}
