package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.stream.RateStreamComparison;
import dev.corridor.benchmarks.testbed.Testbed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compares live rates to many WebSocket subscribers with a bare loop that writes the same frames. */
final class StreamBenchmark implements Benchmark {
    private static final List<Integer> SMALL_HEAP = List.of(1, 100, 1_000);
    /** These connections need more than the 128 MiB heap of a service, also in the bare server. */
    private static final List<Integer> LARGE_HEAP = List.of(5_000);

    private static final int LARGE_HEAP_MIB = 512;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String about() {
        return "live rates by WebSocket, 100 random pairs per subscriber, four tick batches per second";
    }

    @Override
    public List<String> rows() {
        return Stream.concat(SMALL_HEAP.stream(), LARGE_HEAP.stream())
                .map(RateStreamComparison::row)
                .toList();
    }

    @Override
    public List<Row> run(Plan plan) {
        var rows = new ArrayList<Row>();
        rows.addAll(run(plan, SMALL_HEAP, Testbed::start));
        rows.addAll(run(plan, LARGE_HEAP, () -> Testbed.start().heapMiB(LARGE_HEAP_MIB)));
        return rows;
    }

    private static List<Row> run(Plan plan, List<Integer> subscribers, Supplier<Testbed> testbeds) {
        var wanted = subscribers.stream()
                .filter(number -> plan.wants(RateStreamComparison.row(number)))
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        try (var testbed = testbeds.get()) {
            var comparison = RateStreamComparison.prepare(testbed);
            return wanted.stream()
                    .map(number -> comparison.with(number).run(plan))
                    .toList();
        }
    }
}
