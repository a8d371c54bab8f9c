package dev.corridor.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Child process that runs a server. Its output goes to its folder's log; start and stop have time limits.
 *
 * <p>The child has a session of its own, so that Ctrl-C in the terminal reaches only the parent, which then stops its children in
 * order. A child also ends when its parent is killed.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PROBE_EVERY = Duration.ofMillis(15);
    /**
     * Replaces the shell with the program. A watcher beside it reads a pipe from the parent and terminates the program when the pipe
     * closes. The watcher is orphaned on purpose, because a server does not expect children that it has not started.
     */
    private static final String ENDING_WITH_PARENT =
            """
            exec 3<&0
            ( ( cat <&3; kill -TERM $$ ) >/dev/null 2>&1 & )
            exec "$@" 3<&- </dev/null
            """;

    private static final Duration LOG_CHECK_EVERY = Duration.ofSeconds(5);
    private static final int LOG_LINES_SHOWN = 3;
    private static final int LOG_LINE_LENGTH_SHOWN = 300;

    private final ServerFolder folder;
    private final Process process;
    private final StopSignal stopSignal;
    private final Duration stopBound;

    /** Signal that requests an orderly stop. PostgreSQL waits for its clients on TERM and disconnects them on INT. */
    public enum StopSignal {
        TERM,
        INT
    }

    /** Signal that the program cannot handle. */
    private enum JobControlSignal {
        STOP,
        CONT
    }

    private ServerProcess(ServerFolder folder, Process process, StopSignal stopSignal, Duration stopBound) {
        this.folder = folder;
        this.process = process;
        this.stopSignal = stopSignal;
        this.stopBound = stopBound;
    }

    public static ServerProcess start(
            ServerFolder folder,
            List<String> command,
            Map<String, String> environment,
            StopSignal stopSignal,
            Duration stopBound) {
        var builder = new ProcessBuilder(ownSession(endingWithParent(command)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            folder.record(process.toHandle());
            process.onExit().thenAccept(ServerProcess::endWatch);
            var started = new ServerProcess(folder, process, stopSignal, stopBound);
            started.boundLogLater();
            return started;
        } catch (IOException e) {
            throw new ServerFailure(folder.server() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until the probe returns true. Fails with the end of the log when the program ends or takes too long. */
    public ServerProcess awaitReady(BooleanSupplier ready, Duration bound) {
        var deadline = System.nanoTime() + bound.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(PROBE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failure("ended while starting (exit code " + process.exitValue() + ")");
                }
                if (System.nanoTime() > deadline) {
                    throw failure("was not ready after " + bound.toSeconds() + " s");
                }
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new ServerFailure("Starting " + folder.server() + " was interrupted.", e);
        } catch (ServerFailure e) {
            close();
            throw e;
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code when the program ends for any reason. */
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Keeps the size of the log bounded for as long as the program runs. */
    private void boundLogLater() {
        CompletableFuture.delayedExecutor(LOG_CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (process.isAlive()) {
                        boundLog();
                        boundLogLater();
                    }
                });
    }

    private void boundLog() {
        try {
            folder.logFile().rotateWhileOpen();
        } catch (IOException | UncheckedIOException unwritable) {
            // The folder was deleted, or its disk is full. The log is checked again.
        }
    }

    /** The likely reason for the end of the program: a full disk, or its last words. */
    public Optional<String> reason() {
        var shortage = folder.diskShortage();
        return shortage.isPresent() ? shortage : Optional.of(lastLogLines()).filter(words -> !words.isEmpty());
    }

    /** Returns the last lines of the program's log, joined to one line. */
    public String lastLogLines() {
        try {
            var lines = Files.exists(folder.log()) ? Files.readAllLines(folder.log()) : List.<String>of();
            var messages = lines.stream()
                    .filter(ServerProcess::isMessage)
                    .map(line -> line.substring(0, Math.min(line.length(), LOG_LINE_LENGTH_SHOWN)))
                    .toList();
            return String.join(
                    " | ", messages.subList(Math.max(0, messages.size() - LOG_LINES_SHOWN), messages.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMessage(String line) {
        return !line.isBlank() && !Character.isWhitespace(line.charAt(0));
    }

    /** Kills the program as {@code kill -9} does. Returns when it has ended. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Killing " + folder.server() + " was interrupted.", e);
        }
    }

    /** Suspends the program until {@link #resume}: its connections stay open, but it does not answer. */
    public void suspend() {
        apply(JobControlSignal.STOP);
    }

    public void resume() {
        apply(JobControlSignal.CONT);
    }

    private void apply(JobControlSignal signal) {
        try {
            if (!send(signal.name())) {
                throw failure("could not be sent the signal " + signal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Signalling " + folder.server() + " was interrupted.", e);
        }
    }

    /** Signals the program to stop, waits for the stop time limit, then kills it. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                signal();
                if (!process.waitFor(stopBound.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            folder.release();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void signal() throws InterruptedException {
        if (stopSignal == StopSignal.TERM || !send(stopSignal.name())) {
            process.destroy();
        }
    }

    private boolean send(String signal) throws InterruptedException {
        try {
            return new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private ServerFailure failure(String what) {
        return new ServerFailure(folder.server() + " " + what
                + reason().map(each -> ": " + each).orElse(".") + " (log: " + folder.log() + ")");
    }

    /** Closes the watcher's pipe, so that it ends before another process can get the program's id. */
    private static void endWatch(Process ended) {
        try {
            ended.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> endingWithParent(List<String> command) {
        return within(command, "sh", "-c", ENDING_WITH_PARENT, "sh");
    }

    private static List<String> ownSession(List<String> command) {
        return onPath("setsid").isEmpty() ? command : within(command, "setsid");
    }

    private static List<String> within(List<String> command, String... outer) {
        return Stream.concat(Stream.of(outer), command.stream()).toList();
    }

    static Optional<Path> onPath(String program) {
        for (var folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
            var file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
