package dev.corridor.benchmarks;

import dev.corridor.benchmarks.measure.CallsFailed;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.report.JsonReport;
import dev.corridor.benchmarks.report.Machine;
import dev.corridor.benchmarks.report.Table;
import dev.corridor.embedded.ServerFailure;
import dev.corridor.platform.home.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code ./corridor bench}: figures, each beside its baseline, measured in turns in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the platform beside its baselines.",
        sortOptions = false)
public final class Bench implements Runnable {
    private static final List<Benchmark> ALL = List.of(
            new GrpcBenchmark(),
            new RestBenchmark(),
            new RatesBenchmark(),
            new StreamBenchmark(),
            new LedgerBenchmark(),
            new PaymentsBenchmark());
    /** Measured: the JVM's compiler is done with the hot paths after about 100,000 calls a side. */
    private static final int WARM_UP_STRETCHES = 3;

    private static final int MAX_ROUNDS = 1_000;
    private static final int MAX_SECONDS = 3_600;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Which one: ${COMPLETION-CANDIDATES}. Default: all.",
            completionCandidates = Names.class)
    private String name;

    @Option(names = "--row", paramLabel = "ROW", description = "Only this row.")
    private String row;

    @Option(
            names = "--stored",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of ledger: stores N transfers, then measures the stream once more; 10000000 takes minutes.")
    private long stored;

    @Option(names = "--json", description = "Print only JSON on standard output: one object, one line, a benchmark.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds to take the median of (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "Seconds a side in a round; the warm-up is three times that (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Accepted, as by every command; benchmarks take ports that are free.")
    private int portOffset;

    static final class Names extends java.util.ArrayList<String> {
        Names() {
            super(names());
        }
    }

    /** Prints results on standard output and all else on standard error; exits with 1 when there is no result. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler(Bench::explain)
                .execute(arguments));
    }

    @Override
    public void run() {
        var plan = plan();
        chosen().forEach(benchmark -> run(benchmark, plan));
    }

    /** Before anything is started: a benchmark takes minutes. */
    private List<Benchmark> chosen() {
        var named = required(
                ALL.stream().filter(each -> name == null || each.name().equals(name)), "benchmark " + name, names());
        return required(
                named.stream().filter(each -> row == null || each.rows().contains(row)),
                "row " + row,
                named.stream().flatMap(each -> each.rows().stream()).toList());
    }

    private List<Benchmark> required(Stream<Benchmark> some, String wanted, List<String> there) {
        var chosen = some.toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "There is no " + wanted + "; there are: " + String.join(", ", there) + ".");
        }
        return chosen;
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
                    "--rounds is from 1 to %d and --seconds above 0, to %d.".formatted(MAX_ROUNDS, MAX_SECONDS));
        }
        var stretch = Duration.ofMillis(Math.round(seconds * 1_000));
        return new Plan(stretch.multipliedBy(WARM_UP_STRETCHES), rounds, stretch, row, stored);
    }

    private static List<String> names() {
        return ALL.stream().map(Benchmark::name).collect(Collectors.toList());
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CallsFailed || failure instanceof ServerFailure || failure instanceof CommandFailure) {
            System.err.println("corridor bench: " + failure.getMessage());
        } else {
            failure.printStackTrace();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
