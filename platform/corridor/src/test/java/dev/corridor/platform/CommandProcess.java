package dev.corridor.platform;

import dev.corridor.platform.home.PortMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A command as a person runs it: a process of its own, with its output and its exit code. The output goes to a file: a pipe
 * from a process may be closed when that ends, before all of it is read.
 */
final class CommandProcess implements AutoCloseable {
    private static final int FIRST_OFFSET = 13_000;
    private static final int LAST_OFFSET = 14_900;
    private static final int STEP = 50;
    private static final Duration BOUND = Duration.ofSeconds(300);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Process process;
    private final Path output;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static CommandProcess start(Path home, String... arguments) {
        return start(home, Map.of(), arguments);
    }

    static CommandProcess start(Path home, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.corridor.platform.Corridor"));
        command.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile("command-", ".out");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("ECB_URL", "");
            builder.environment().putAll(environment);
            builder.environment().put("CORRIDOR_HOME", home.toString());
            return new CommandProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An offset at which no port is taken now. */
    static PortMap freePorts() {
        return IntStream.iterate(FIRST_OFFSET, offset -> offset < LAST_OFFSET, offset -> offset + STEP)
                .mapToObj(PortMap::new)
                .filter(PortMap::isFree)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until it has said {@code words}; everything said until then. */
    String awaitWords(String words) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + BOUND.toNanos();
        while (System.nanoTime() < deadline) {
            var hasEnded = process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            var said = Files.readString(output);
            if (said.contains(words)) {
                return said;
            }
            if (hasEnded) {
                break;
            }
        }
        throw new AssertionError("never said: " + words + "\n" + Files.readString(output));
    }

    /** Runs what Ctrl-C runs, by SIGTERM: a test run in the background of a shell is deaf to SIGINT, and so are its children. */
    CommandProcess interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -TERM " + process.pid()).start().waitFor();
        return this;
    }

    /** As {@code kill -9} does. */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    CommandProcess answer(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
        return this;
    }

    /** Everything that it has said by its end. */
    String said() throws IOException, InterruptedException {
        exitCode();
        return Files.readString(output);
    }

    int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + BOUND + "\n" + Files.readString(output));
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    /** Its own processes, and theirs. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Files.delete(output);
    }
}
