package dev.corridor.platform.command;

import dev.corridor.platform.home.CommandFailure;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the benchmarks. They are found by class name, because the benchmarks module depends on this one. */
@Command(
        name = "bench",
        description = "Runs the benchmarks and compares them with their baselines: bench [NAME] [--json].",
        mixinStandardHelpOptions = false)
public final class BenchCommand implements Runnable {
    private static final String BENCHMARKS = "dev.corridor.benchmarks.Bench";

    @Unmatched
    private String[] arguments = {};

    @Override
    public void run() {
        try {
            var main = Class.forName(BENCHMARKS).getMethod("main", String[].class);
            main.invoke(null, (Object) arguments);
        } catch (ClassNotFoundException e) {
            throw new CommandFailure("The benchmarks are not on the class path; run ./corridor bench.", e);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(BENCHMARKS + " has no main method", e);
        }
    }
}
