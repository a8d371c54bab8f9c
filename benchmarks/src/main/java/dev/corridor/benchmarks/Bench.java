package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.MeasurementFailure;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.report.JsonReport;
import dev.corridor.benchmarks.report.Machine;
import dev.corridor.benchmarks.report.Table;
import dev.corridor.embedded.ServerFailure;
import dev.corridor.platform.home.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Command {@code ./corridor bench}: measures each figure and its baseline alternately in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the platform and its baselines.",
        sortOptions = false)
public final class Bench implements Runnable {
    private static final List<Benchmark> ALL = List.of(
            new GrpcBenchmark(),
            new RestBenchmark(),
            new RatesBenchmark(),
            new StreamBenchmark(),
            new LedgerBenchmark(),
            new PaymentsBenchmark(),
            new EdgeBenchmark());
    /** Length of the warm-up, in samples. Measured: the JVM has compiled the hot paths after about 100,000 calls per side. */
    private static final int WARM_UP_FACTOR = 3;

    private static final int MAX_ROUNDS = 1_000;
    private static final int MAX_SECONDS = 3_600;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The benchmark: ${COMPLETION-CANDIDATES}. Default: all.",
            completionCandidates = Names.class)
    private String name;

    @Option(names = "--row", paramLabel = "ROW", description = "Only this row.")
    private String row;

    @Option(
            names = "--stored",
            paramLabel = "N",
            defaultValue = "0",
            description = "Ledger only: stores N transfers, then measures the stream again; 10000000 takes minutes.")
    private long stored;

    @Option(names = "--json", description = "Prints JSON on standard output: one line with one object per benchmark.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of rounds of which the median is taken (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "Seconds per side and round; the warm-up takes three times as long (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Accepted like by every command, but ignored: benchmarks use free ports.")
    private int portOffset;

    static final class Names extends ArrayList<String> {
        Names() {
            super(names());
        }
    }

    /** Prints results on standard output and everything else on standard error. Exits with 1 when there is no result. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler(Bench::printError)
                .execute(arguments));
    }

    @Override
    public void run() {
        var plan = plan();
        selected().forEach(benchmark -> run(benchmark, plan));
    }

    /** Selects benchmarks and rows before anything starts, since a benchmark takes minutes. */
    private List<Benchmark> selected() {
        var named = required(
                ALL.stream().filter(each -> name == null || each.name().equals(name)), "benchmark " + name, names());
        return required(
                named.stream().filter(each -> row == null || each.rows().contains(row)),
                "row " + row,
                named.stream().flatMap(each -> each.rows().stream()).toList());
    }

    private List<Benchmark> required(Stream<Benchmark> candidates, String wanted, List<String> available) {
        var selected = candidates.toList();
        if (selected.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "There is no " + wanted + "; there are: " + String.join(", ", available) + ".");
        }
        return selected;
    }

    private void run(Benchmark benchmark, Plan plan) {
        System.err.printf("Measuring %s: %s%n", benchmark.name(), benchmark.about());
        var machine = Machine.here();
        var rows = benchmark.run(plan);
        System.out.println(
                json
                        ? JsonReport.of(benchmark.name(), machine, rows)
                        : Table.of(benchmark.name(), benchmark.about(), machine, rows));
    }

    private Plan plan() {
        if (rounds < 1 || rounds > MAX_ROUNDS || !(seconds > 0) || seconds > MAX_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds must be from 1 to %d, --seconds above 0 and at most %d."
                            .formatted(MAX_ROUNDS, MAX_SECONDS));
        }
        var sampleLength = Duration.ofMillis(Math.round(seconds * 1_000));
        return new Plan(sampleLength.multipliedBy(WARM_UP_FACTOR), rounds, sampleLength, row, stored);
    }

    private static List<String> names() {
        return ALL.stream().map(Benchmark::name).collect(Collectors.toList());
    }

    private static int printError(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof MeasurementFailure
                || failure instanceof ServerFailure
                || failure instanceof CommandFailure) {
            System.err.println("corridor bench: " + failure.getMessage());
        } else {
            failure.printStackTrace();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
