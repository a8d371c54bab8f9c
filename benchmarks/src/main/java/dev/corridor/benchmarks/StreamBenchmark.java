package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.benchmarks.stream.RateStreamComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Live rates to many WebSocket subscribers, beside a bare loop that writes the same frames. */
final class StreamBenchmark implements Benchmark {
    private static final List<Integer> SOME = List.of(1, 100, 1_000);
    /** So many connections alone take more than the 128 MiB that a service usually has, a bare server's as well. */
    private static final List<Integer> MANY = List.of(5_000);

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
    public List<String> rows() {
        return Stream.concat(SOME.stream(), MANY.stream())
                .map(RateStreamComparison::row)
                .toList();
    }

    @Override
    public List<Row> run(Plan plan) {
        var rows = new ArrayList<Row>();
        rows.addAll(run(plan, SOME, Scene::set));
        rows.addAll(run(plan, MANY, () -> Scene.set().heapMiB(HEAP_FOR_MANY_MIB)));
        return rows;
    }

    private static List<Row> run(Plan plan, List<Integer> subscribers, Supplier<Scene> setting) {
        var wanted = subscribers.stream()
                .filter(number -> plan.wants(RateStreamComparison.row(number)))
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        try (var scene = setting.get()) {
            var contest = RateStreamComparison.prepare(scene);
            return wanted.stream()
                    .map(number -> contest.among(number).run(plan))
                    .toList();
        }
    }
}
