package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.Contest;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.benchmarks.stream.RateStreamContest;
import java.util.List;

/** Live rates to many WebSocket subscribers, beside a bare loop that writes the same frames. */
final class StreamBenchmark implements Benchmark {

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
        try (var scene = Scene.set()) {
            return RateStreamContest.prepare(scene).rows().stream()
                    .filter(contest -> plan.wants(contest.row()))
                    .map((Contest contest) -> contest.run(plan))
                    .toList();
        }
    }
}
