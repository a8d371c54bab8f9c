package dev.corridor.platform;

import dev.corridor.platform.machine.PortMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A command as a person runs it: a process of its own, with its output and its exit code. */
final class CommandRun implements AutoCloseable {
    private static final int FIRST_OFFSET = 13_000;
    private static final int LAST_OFFSET = 14_900;
    private static final int STEP = 50;
    private static final long BOUND_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder said = new StringBuilder();

    private CommandRun(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static CommandRun start(Path home, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.corridor.platform.Corridor"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CORRIDOR_HOME", home.toString());
        try {
            return new CommandRun(builder.start());
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

    /** Reads on until a line contains {@code words}; everything said until then. */
    String awaitWords(String words) throws IOException {
        String line;
        while ((line = output.readLine()) != null) {
            said.append(line).append('\n');
            if (line.contains(words)) {
                return said.toString();
            }
        }
        throw new AssertionError("never said: " + words + "\n" + said);
    }

    /** Runs what Ctrl-C runs, by SIGTERM: a test run in the background of a shell is deaf to SIGINT, and so are its children. */
    CommandRun interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -TERM " + process.pid()).start().waitFor();
        return this;
    }

    CommandRun answer(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
        return this;
    }

    /** Everything that it has said by its end. */
    String said() throws IOException {
        output.lines().forEach(line -> said.append(line).append('\n'));
        return said.toString();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + BOUND_SECONDS + " s\n" + said);
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
