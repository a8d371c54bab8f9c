package dev.corridor.benchmarks;

import dev.corridor.benchmarks.ledger.LedgerComparison;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.testbed.Testbed;
import java.util.List;

/**
 * Compares transfers through each of the ledger's transports with transfers that are one lean transaction each on the same
 * PostgreSQL. The ledger validates each transfer, seals it into a hash chain and publishes it to Kafka.
 */
final class LedgerBenchmark implements Benchmark {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String about() {
        return "transfers uniform over 100,000 accounts (hot: 10), the ledger in its own process";
    }

    @Override
    public List<String> rows() {
        return LedgerComparison.ROWS;
    }

    @Override
    public List<Row> run(Plan plan) {
        try (var testbed = Testbed.start();
                var comparison = LedgerComparison.prepare(testbed)) {
            return comparison.run(plan);
        }
    }
}
