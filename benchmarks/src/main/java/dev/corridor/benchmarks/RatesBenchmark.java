package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.HttpHello;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.HttpCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.home.ServiceName;
import java.util.List;
import java.util.Map;

/** GET /rates/latest, beside a bare Vert.x router that answers the same bytes. */
final class RatesBenchmark implements Benchmark {
    private static final String ROW = "latest";
    private static final int CALLERS_AN_EVENT_LOOP = 64;
    private static final String PATH = "/rates/latest";

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public String about() {
        return "the newest reference rates over REST, %d callers an event loop, a connection each"
                .formatted(CALLERS_AN_EVENT_LOOP);
    }

    @Override
    public List<String> rows() {
        return List.of(ROW);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var scene = Scene.set()) {
            var forex = scene.start(ServiceName.FOREX, Map.of());
            var token = scene.issuer().token("bench", Scope.FOREX_READ.value());
            var answer = new HttpCaller(scene.vertx(), forex.http(), 1).get(PATH, token);
            int hello = scene.start(HttpHello.class, answer.await().toString());
            return List.of(new Comparison(
                            ROW,
                            "calls/s",
                            "bare Vert.x hello over the same router",
                            load(scene, hello, token),
                            load(scene, forex.http(), token))
                    .run(plan));
        }
    }

    private static ClosedLoop load(Scene scene, int port, String token) {
        return new ClosedLoop(scene.loadLoops().stream()
                .map(loop -> {
                    var caller = new HttpCaller(scene.vertx(), port, CALLERS_AN_EVENT_LOOP);
                    return new ClosedLoop.Lane(loop, CALLERS_AN_EVENT_LOOP, number -> caller.get(PATH, token));
                })
                .toList());
    }
}
