package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.HttpHello;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.HttpCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.platform.home.ServiceName;
import java.util.List;
import java.util.Map;

/** GET /users/{id} of a person who is cached, beside a bare Vert.x router that answers the same bytes. */
final class RestBenchmark implements Benchmark {
    private static final String ROW = "rest_read";
    private static final int CALLERS_AN_EVENT_LOOP = 64;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public String about() {
        return "REST reads, HTTP/1.1, %d callers an event loop, a connection each".formatted(CALLERS_AN_EVENT_LOOP);
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
            var path = "/users/" + person.user().getUserId();
            var answer = new HttpCaller(scene.vertx(), profile.http(), 1).get(path, person.token());
            int hello = scene.start(HttpHello.class, answer.await().toString());
            return List.of(new Comparison(
                            ROW,
                            "calls/s",
                            "bare Vert.x hello over the same router",
                            load(scene, hello, path, person.token()),
                            load(scene, profile.http(), path, person.token()))
                    .run(plan));
        }
    }

    private static ClosedLoop load(Scene scene, int port, String path, String token) {
        return new ClosedLoop(scene.loadLoops().stream()
                .map(loop -> {
                    var caller = new HttpCaller(scene.vertx(), port, CALLERS_AN_EVENT_LOOP);
                    return new ClosedLoop.Lane(loop, CALLERS_AN_EVENT_LOOP, number -> caller.get(path, token));
                })
                .toList());
    }
}
