package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.benchmarks.stream.RateStreamContest;
import java.util.ArrayList;
import java.util.List;

/** Live rates to many WebSocket subscribers, beside a bare loop that writes the same frames. */
final class StreamBenchmark implements Benchmark {
    private static final int HEAP_FOR_MANY_MIB = 512;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String about() {
        return "live rates by WebSocket, each subscriber a random hundred of all pairs, four steps a second";
    }

    @Override
    public List<Row> run(Plan plan) {
        var rows = new ArrayList<Row>();
        try (var scene = Scene.set()) {
            run(plan, scene, rows, 1, 100, 1_000);
        }
        // So many connections alone take more than the 128 MiB that a service usually has, a bare server's as well.
        try (var scene = Scene.set().heapMiB(HEAP_FOR_MANY_MIB)) {
            run(plan, scene, rows, 5_000);
        }
        return rows;
    }

    private static void run(Plan plan, Scene scene, List<Row> rows, int... subscribers) {
        RateStreamContest.prepare(scene)
                .rows(subscribers)
                .filter(contest -> plan.wants(contest.row()))
                .forEach(contest -> rows.add(contest.run(plan)));
    }
}
