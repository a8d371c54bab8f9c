package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import java.util.List;

/** Named group of rows, each of which compares the platform with a baseline. */
public interface Benchmark {

    /** Name on the command line. */
    String name();

    /** Description in one line. */
    String about();

    /** The names of its rows. */
    List<String> rows();

    /**
     * Starts the servers it needs, measures the rows of the plan, and stops the servers.
     *
     * @throws dev.corridor.benchmarks.measure.MeasurementFailure when calls failed
     */
    List<Row> run(Plan plan);
}
