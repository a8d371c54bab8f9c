package dev.corridor.benchmarks.report;

import dev.corridor.benchmarks.measure.Row;
import java.util.List;
import java.util.Locale;

/** Renders the results of a benchmark as a text table. */
public final class Table {
    private static final String LINE = "  %-12s %14s %14s %7s   %-13s %9s %9s %9s   %s%n";

    private Table() {}

    public static String of(String benchmark, String about, Machine machine, List<Row> rows) {
        var table = new StringBuilder();
        table.append("%s: %s%n".formatted(benchmark, about));
        table.append("  %s, %d cores, %,d MiB, Java %s, load %.1f%n%n"
                .formatted(machine.cpu(), machine.cores(), machine.memoryMib(), machine.java(), machine.load()));
        table.append(LINE.formatted(
                "", "platform", "baseline", "ratio", "(rounds)", "p50", "p99", "p99.9", "baseline description"));
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                LINE,
                row.name(),
                "%,.0f %s".formatted(row.value(), row.unit()),
                "%,.0f %s".formatted(row.baselineValue(), row.unit()),
                "%.2fx".formatted(row.ratio()),
                "(%.2f-%.2f)".formatted(row.lowestRatio(), row.highestRatio()),
                "%.2f ms".formatted(row.p50Ms()),
                "%.2f ms".formatted(row.p99Ms()),
                "%.2f ms".formatted(row.p999Ms()),
                row.baseline());
    }
}
