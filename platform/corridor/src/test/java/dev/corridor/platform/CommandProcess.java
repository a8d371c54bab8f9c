package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
 * A command in a process of its own, with its output and exit code. The output goes to a file, because a pipe can be closed
 * when the process ends, before all of it is read.
 */
final class CommandProcess implements AutoCloseable {
    private static final int FIRST_OFFSET = 13_000;
    private static final int LAST_OFFSET = 14_900;
    private static final int STEP = 50;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Process process;
    private final Path outputFile;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.outputFile = output;
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

    /** The first port offset at which every port is free. */
    static PortMap freePorts() {
        return IntStream.iterate(FIRST_OFFSET, offset -> offset < LAST_OFFSET, offset -> offset + STEP)
                .mapToObj(PortMap::new)
                .filter(PortMap::isFree)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the output contains a text. Fails when the command ends without it. @return the output up to then */
    String awaitOutput(String text) {
        return await().atMost(TIMEOUT)
                .failFast(() -> {
                    assertThat(process.isAlive() || outputSoFar().contains(text))
                            .as("\"%s\" before the end of the command, whose output was:%n%s", text, outputSoFar())
                            .isTrue();
                })
                .until(this::outputSoFar, output -> output.contains(text));
    }

    private String outputSoFar() throws IOException {
        return Files.readString(outputFile);
    }

    /**
     * Stops the command with SIGTERM, which runs the same shutdown hooks as Ctrl-C. SIGINT would not do: a shell's background
     * job ignores it, and so do its child processes.
     */
    CommandProcess terminate() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -TERM " + process.pid()).start().waitFor();
        return this;
    }

    /** Ends the process with SIGKILL. */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    CommandProcess type(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
        return this;
    }

    /** Waits for the end of the command and returns its whole output. */
    String output() throws IOException, InterruptedException {
        exitCode();
        return Files.readString(outputFile);
    }

    int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + TIMEOUT + "\n" + Files.readString(outputFile));
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    /** Its child processes and their child processes. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Files.delete(outputFile);
    }
}
