package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import java.util.List;

/** A named set of figures, each beside its baseline. */
public interface Benchmark {

    /** As on the command line. */
    String name();

    /** One line for people. */
    String about();

    /** The names of its rows. */
    List<String> rows();

    /**
     * Starts what it needs, measures, and stops it again.
     *
     * @throws dev.corridor.benchmarks.measure.CallsFailed when calls failed
     */
    List<Row> run(Plan plan);
}
