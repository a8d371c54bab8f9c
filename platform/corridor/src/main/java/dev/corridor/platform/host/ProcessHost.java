package dev.corridor.platform.host;

import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.ServiceName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Runs each service in an operating system process of its own, with the command line of its container image. A process that
 * ends is started again, as a container engine would do. If it ends too often or cannot be started again,
 * {@link Supervision#onFailure} receives the failure.
 */
public final class ProcessHost implements ServiceHost {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int PROBE_TIMEOUT_MS = 500;

    private final Path folder;
    private final Supervision supervision;

    /** A start keeps one processor busy. More starts than processors at the same time would miss their deadlines. */
    private final Semaphore startPermits = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final Map<ServiceName, ServerProcess> running = new EnumMap<>(ServiceName.class);
    private final Map<ServiceName, RestartLimit> restartLimits = new ConcurrentHashMap<>();
    private boolean closing;

    /** @param folder holds one folder a service, with its log */
    public ProcessHost(Path folder, Supervision supervision) {
        this.folder = folder;
        this.supervision = supervision;
    }

    @Override
    public CompletionStage<?> run(ServiceName service, Map<String, String> environment) {
        return CompletableFuture.runAsync(() -> startWithPermit(service, environment), supervision.executor());
    }

    private void startWithPermit(ServiceName service, Map<String, String> environment) {
        try {
            startPermits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Starting the " + service.value() + " service was interrupted.", e);
        }
        try {
            watch(service, environment, start(service, environment, folderOf(service)));
        } finally {
            startPermits.release();
        }
    }

    private ServerFolder folderOf(ServiceName service) {
        return new ServerFolder("The " + service.value() + " service", folder.resolve(service.value()));
    }

    private ServerProcess start(ServiceName service, Map<String, String> environment, ServerFolder ownFolder) {
        ownFolder.claim();
        var process = ServerProcess.start(
                ownFolder,
                ServiceJvm.command(service, List.of()),
                environment,
                ServerProcess.StopSignal.TERM,
                STOP_TIMEOUT);
        register(service, process);
        return process.awaitReady(() -> isOk(environment, "/health/live"), START_TIMEOUT);
    }

    private synchronized void register(ServiceName service, ServerProcess process) {
        if (closing) {
            process.close();
            throw new CommandFailure("The platform is stopping.");
        }
        running.put(service, process);
    }

    private void watch(ServiceName service, Map<String, String> environment, ServerProcess process) {
        process.ended()
                .thenAcceptAsync(exitCode -> restart(service, environment, process, exitCode), supervision.executor());
    }

    private void restart(ServiceName service, Map<String, String> environment, ServerProcess ended, int exitCode) {
        if (unregister(service)) {
            return;
        }
        var ownFolder = folderOf(service);
        var event =
                "The %s service (process %d) ended with exit code %d".formatted(service.value(), ended.pid(), exitCode);
        try {
            restartLimits.computeIfAbsent(service, first -> new RestartLimit()).countRestart(ended);
            supervision.progress().say(event + ". It is being restarted. Its log up to now: " + ownFolder.archiveLog());
            var restarted = start(service, environment, ownFolder);
            restarted.awaitReady(() -> isOk(environment, "/health/ready"), START_TIMEOUT);
            watch(service, environment, restarted);
            supervision
                    .progress()
                    .say("The " + service.value() + " service is running again (process " + restarted.pid() + ").");
        } catch (RuntimeException e) {
            // An interrupt means that the platform is stopping.
            if (!Thread.currentThread().isInterrupted()) {
                supervision
                        .onFailure()
                        .accept(new CommandFailure(event + " and cannot be restarted: " + e.getMessage(), e));
            }
        }
    }

    /** Removes a process that ended. @return whether the platform is stopping, so that the service stays ended */
    private synchronized boolean unregister(ServiceName service) {
        running.remove(service);
        return closing;
    }

    private static boolean isOk(Map<String, String> environment, String path) {
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

    /** Stops all processes at the same time. */
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
