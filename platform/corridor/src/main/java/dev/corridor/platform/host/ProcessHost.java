package dev.corridor.platform.host;

import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.home.ServiceName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Services as processes of the operating system, started as an image would start them. One that ends is started again, as a
 * container's engine would; one that ends too often, or cannot be started again, is the end of the platform.
 */
public final class ProcessHost implements ServiceHost {
    private static final Duration START_BOUND = Duration.ofSeconds(120);
    private static final Duration STOP_BOUND = Duration.ofSeconds(10);
    private static final int PROBE_TIMEOUT_MS = 500;

    private final Path folder;
    private final Progress progress;
    private final Executor executor;
    private final Consumer<CommandFailure> breakdown;
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Map<ServiceName, ServerProcess> running = new EnumMap<>(ServiceName.class);
    private final Map<ServiceName, RestartLimit> restarts = new ConcurrentHashMap<>();
    private boolean closing;

    /** @param breakdown is told, in a sentence for people, when a service that ended stays away */
    public ProcessHost(Path folder, Progress progress, Executor executor, Consumer<CommandFailure> breakdown) {
        this.folder = folder;
        this.progress = progress;
        this.executor = executor;
        this.breakdown = breakdown;
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
            watch(service, environment, start(service, environment, folderOf(service)));
        } finally {
            turns.release();
        }
    }

    private ServerFolder folderOf(ServiceName service) {
        return new ServerFolder("The " + service.value() + " service", folder.resolve(service.value()));
    }

    private ServerProcess start(ServiceName service, Map<String, String> environment, ServerFolder ownFolder) {
        ownFolder.claim();
        var process = ServerProcess.start(
                ownFolder, command(service), environment, ServerProcess.StopSignal.TERM, STOP_BOUND);
        keep(service, process);
        return process.awaitReady(() -> answers(environment, "/health/live"), START_BOUND);
    }

    private synchronized void keep(ServiceName service, ServerProcess process) {
        if (closing) {
            process.close();
            throw new CommandFailure("The platform is stopping.");
        }
        running.put(service, process);
    }

    private void watch(ServiceName service, Map<String, String> environment, ServerProcess process) {
        process.ended().thenAcceptAsync(exitCode -> startAgain(service, environment, process, exitCode), executor);
    }

    private void startAgain(ServiceName service, Map<String, String> environment, ServerProcess ended, int exitCode) {
        if (isToStayEnded(service)) {
            return;
        }
        var ownFolder = folderOf(service);
        var what =
                "The %s service (process %d) ended with exit code %d".formatted(service.value(), ended.pid(), exitCode);
        try {
            restarts.computeIfAbsent(service, first -> new RestartLimit()).take(ended);
            progress.say(what + "; it is being started again. Its log until then: " + ownFolder.setLogAside());
            var again = start(service, environment, ownFolder);
            again.awaitReady(() -> answers(environment, "/health/ready"), START_BOUND);
            watch(service, environment, again);
            progress.say("The " + service.value() + " service is running again (process " + again.pid() + ").");
        } catch (RuntimeException e) {
            // Interrupted: the platform is stopping.
            if (!Thread.currentThread().isInterrupted()) {
                breakdown.accept(new CommandFailure(what + ", and is not started again: " + e.getMessage(), e));
            }
        }
    }

    /** Forgets the process that ended; true when the platform is stopping anyway. */
    private synchronized boolean isToStayEnded(ServiceName service) {
        running.remove(service);
        return closing;
    }

    private static List<String> command(ServiceName service) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServiceJvm.OPTIONS);
        command.addAll(ClassArchive.ofServices().jvmOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "dev.corridor.platform.Corridor",
                "service",
                service.value()));
        return command;
    }

    private static boolean answers(Map<String, String> environment, String path) {
        var url = "http://" + environment.get("HTTP_HOST") + ":" + environment.get("HTTP_PORT") + path;
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
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
            toStop = List.copyOf(running.values());
        }
        toStop.parallelStream().forEach(ServerProcess::close);
    }
}
