package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.HttpHelloServer;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.testbed.HttpCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.home.ServiceName;
import java.util.List;
import java.util.Map;

/** Compares GET /rates/latest with a bare Vert.x router that answers the same bytes. */
final class RatesBenchmark implements Benchmark {
    private static final String ROW = "latest";
    private static final int CALLERS_PER_EVENT_LOOP = 64;
    private static final String PATH = "/rates/latest";

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public String about() {
        return "the newest reference rates over REST, %d callers per event loop, each with its own connection"
                .formatted(CALLERS_PER_EVENT_LOOP);
    }

    @Override
    public List<String> rows() {
        return List.of(ROW);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var testbed = Testbed.start()) {
            var forex = testbed.start(ServiceName.FOREX, Map.of());
            var token = testbed.issuer().token("bench", Scope.FOREX_READ.value());
            var response = new HttpCaller(testbed.vertx(), forex.http(), 1).get(PATH, token);
            int hello = testbed.start(HttpHelloServer.class, response.await().toString());
            return List.of(new Comparison(
                            ROW,
                            "calls/s",
                            "bare Vert.x hello over the same router",
                            load(testbed, hello, token),
                            load(testbed, forex.http(), token))
                    .run(plan));
        }
    }

    private static ClosedLoop load(Testbed testbed, int port, String token) {
        return new ClosedLoop(testbed.loadLoops().stream()
                .map(loop -> {
                    var caller = new HttpCaller(testbed.vertx(), port, CALLERS_PER_EVENT_LOOP);
                    return new ClosedLoop.Worker(loop, CALLERS_PER_EVENT_LOOP, number -> caller.get(PATH, token));
                })
                .toList());
    }
}
