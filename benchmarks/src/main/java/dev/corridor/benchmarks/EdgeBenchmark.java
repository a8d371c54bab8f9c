package dev.corridor.benchmarks;

import dev.corridor.benchmarks.baseline.BareHttpProxy;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.OpenLoop;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.stream.RateStreamComparison;
import dev.corridor.benchmarks.testbed.Endpoints;
import dev.corridor.benchmarks.testbed.HttpCaller;
import dev.corridor.benchmarks.testbed.MeasuredEdge;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.kit.identity.Scope;
import dev.corridor.platform.home.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares calls through the edge with a bare proxy, with nginx, and with the service itself. */
final class EdgeBenchmark implements Benchmark {
    private static final String REST = "rest";
    private static final String REST_NGINX = "rest_nginx";
    private static final String LATENCY = "latency";
    private static final String WEBSOCKET = "websocket";
    private static final int CALLERS = 32;
    private static final int CALLS_PER_SECOND = 1_000;
    private static final int SUBSCRIBERS = 500;
    private static final String API = "/api/profile/1.0.0";

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public String about() {
        return "calls through the edge, HTTP/1.1, %d callers, each with its own connection; %d WebSocket subscribers"
                .formatted(CALLERS, SUBSCRIBERS);
    }

    @Override
    public List<String> rows() {
        return List.of(REST, REST_NGINX, LATENCY, WEBSOCKET);
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var testbed = Testbed.start()) {
            var edge = testbed.prepareEdge();
            var trusting = edge.trusting(testbed.issuer().environment());
            var profile = testbed.start(ServiceName.PROFILE, trusting);
            var stream = plan.wants(WEBSOCKET) ? RateStreamComparison.prepare(testbed) : null;
            testbed.start(
                    edge,
                    stream == null
                            ? Map.of(ServiceName.PROFILE, profile)
                            : Map.of(ServiceName.PROFILE, profile, ServiceName.FOREX, stream.forex()));
            var rows = new ArrayList<Row>(rest(testbed, edge, profile, plan));
            if (stream != null) {
                rows.add(
                        stream.through(WEBSOCKET, edge.webSocket(), SUBSCRIBERS).run(plan));
            }
            return rows;
        }
    }

    private static List<Row> rest(Testbed testbed, MeasuredEdge edge, Endpoints profile, Plan plan) {
        var user = BenchmarkUsers.create(testbed, profile, 1).get(0).profile();
        var token = edge.token(testbed.vertx(), Scope.PROFILE_READ, Scope.PROFILE_ADMIN);
        var path = "/users/" + user.getUserId();
        var throughEdge = load(testbed, edge.http(), API + path, token);
        var rows = new ArrayList<Row>();
        if (plan.wants(REST)) {
            int bare = testbed.start(BareHttpProxy.class, Integer.toString(profile.http()));
            rows.add(new Comparison(
                            REST, "calls/s", "bare vertx-http-proxy", load(testbed, bare, path, token), throughEdge)
                    .run(plan));
        }
        if (plan.wants(REST_NGINX)) {
            testbed.startNginx(profile.http())
                    .ifPresentOrElse(
                            nginx -> rows.add(new Comparison(
                                            REST_NGINX,
                                            "calls/s",
                                            "nginx with an access log",
                                            load(testbed, nginx, path, token),
                                            throughEdge)
                                    .run(plan)),
                            () -> System.err.println("nginx is not installed: no row " + REST_NGINX + "."));
        }
        if (plan.wants(LATENCY)) {
            rows.add(new Comparison(
                            LATENCY,
                            "ms p50",
                            "the service itself",
                            paced(testbed, profile.http(), path, token),
                            paced(testbed, edge.http(), API + path, token),
                            sample -> sample.latenciesUs().getValueAtPercentile(50) / 1e3)
                    .run(plan));
        }
        return rows;
    }

    private static Load load(Testbed testbed, int port, String path, String token) {
        var loops = testbed.loadLoops();
        int callers = Math.max(1, CALLERS / loops.size());
        return new ClosedLoop(loops.stream()
                .map(loop -> {
                    var caller = new HttpCaller(testbed.vertx(), port, callers);
                    return new ClosedLoop.Worker(loop, callers, number -> caller.get(path, token));
                })
                .toList());
    }

    /** Calls at a rate that no side is busy with, so that the latencies are not those of a queue. */
    private static Load paced(Testbed testbed, int port, String path, String token) {
        var loops = testbed.loadLoops();
        return new OpenLoop(
                testbed.vertx(),
                loops.stream()
                        .map(loop -> {
                            var caller = new HttpCaller(testbed.vertx(), port, CALLERS / loops.size());
                            return new OpenLoop.Worker(
                                    loop, (double) CALLS_PER_SECOND / loops.size(), number -> caller.get(path, token));
                        })
                        .toList());
    }
}
