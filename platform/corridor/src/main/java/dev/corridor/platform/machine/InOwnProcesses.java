package dev.corridor.platform.machine;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Services as processes of the operating system, started as an image would start them. */
final class InOwnProcesses implements ServiceHost {
    private static final Duration START_BOUND = Duration.ofSeconds(120);
    private static final Duration STOP_BOUND = Duration.ofSeconds(10);
    private static final int PROBE_TIMEOUT_MS = 500;

    private final Path folder;
    private final Progress progress;
    private final Executor executor;
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final List<ServerProcess> running = new ArrayList<>();
    private boolean closing;

    InOwnProcesses(Path folder, Progress progress, Executor executor) {
        this.folder = folder;
        this.progress = progress;
        this.executor = executor;
    }

    @Override
    public CompletionStage<?> run(ServiceName service, Map<String, String> environment) {
        return CompletableFuture.runAsync(() -> startInTurn(service, environment), executor);
    }

    /** No more at a time than there are processors, for a start is nothing but work: together they would miss deadlines. */
    private void startInTurn(ServiceName service, Map<String, String> environment) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Starting the " + service.value() + " service was interrupted.", e);
        }
        try {
            start(service, environment);
        } finally {
            turns.release();
        }
    }

    private void start(ServiceName service, Map<String, String> environment) {
        var ownFolder = new ServerFolder("The " + service.value() + " service", folder.resolve(service.value()));
        ownFolder.claim();
        var process = ServerProcess.start(
                ownFolder, command(service), environment, ServerProcess.StopSignal.TERM, STOP_BOUND);
        var port = Integer.parseInt(environment.get("HTTP_PORT"));
        keep(process);
        process.awaitReady(() -> answers(port), START_BOUND);
        process.ended().thenAccept(exitCode -> reportDeath(service, process, ownFolder, exitCode));
    }

    private synchronized void keep(ServerProcess process) {
        running.add(process);
    }

    private synchronized void reportDeath(
            ServiceName service, ServerProcess process, ServerFolder ownFolder, int exitCode) {
        if (!closing) {
            progress.say("The " + service.value() + " service (process " + process.pid() + ") ended with exit code "
                    + exitCode + ". Its log: " + ownFolder.log());
        }
    }

    private static List<String> command(ServiceName service) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Xlog:disable"));
        command.addAll(ClassArchive.ofServices().jvmOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "dev.corridor.platform.Corridor",
                "service",
                service.value()));
        return command;
    }

    private static boolean answers(int port) {
        try {
            var connection = (HttpURLConnection) URI.create("http://" + Ports.LOOPBACK + ":" + port + "/health/live")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MS);
            connection.setReadTimeout(PROBE_TIMEOUT_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** All at once: none of them waits for another to stop. */
    @Override
    public void close() {
        List<ServerProcess> toStop;
        synchronized (this) {
            closing = true;
            toStop = List.copyOf(running);
        }
        toStop.parallelStream().forEach(ServerProcess::close);
    }
}
