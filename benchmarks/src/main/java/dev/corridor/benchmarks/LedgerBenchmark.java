package dev.corridor.benchmarks;

import dev.corridor.benchmarks.ledger.LedgerComparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.Scene;
import java.util.List;

/**
 * Transfers through each of the ledger's doors, beside the same transfer as one lean transaction each on the same
 * PostgreSQL. Every transfer is checked, sealed into the journal's hash chains and told on Kafka while it runs.
 */
final class LedgerBenchmark implements Benchmark {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String about() {
        return "transfers uniform over 100,000 accounts (hot: 10), the ledger in a process of its own";
    }

    @Override
    public List<String> rows() {
        return LedgerComparison.ROWS;
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var scene = Scene.set();
                var contest = LedgerComparison.prepare(scene)) {
            return contest.run(plan);
        }
    }
}
