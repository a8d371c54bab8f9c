package dev.corridor.platform.host;

import dev.corridor.embedded.ServerFailure;
import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.embedded.StartTimeout;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.ServiceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Runs each service in an operating system process of its own, with the command line of its container image. A process that
 * ends is started again, as a container engine would do.
 */
public final class ProcessHost implements ServiceHost {
    private static final int FIRST_ATTEMPTS = 3;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path folder;
    private final Supervision supervision;

    /** A start keeps one processor busy. More starts than processors at the same time would miss their deadlines. */
    private final Semaphore startPermits = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final Map<ServiceName, ServerProcess> running = new EnumMap<>(ServiceName.class);
    private final Map<ServiceName, Restarter> restarters = new ConcurrentHashMap<>();
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
            var started = start(service, environment, FIRST_ATTEMPTS);
            restarterOf(service).started();
            watch(service, environment, started);
        } finally {
            startPermits.release();
        }
    }

    private ServerFolder folderOf(ServiceName service) {
        return new ServerFolder("The " + service.value() + " service", folder.resolve(service.value()));
    }

    private Restarter restarterOf(ServiceName service) {
        return restarters.computeIfAbsent(
                service, first -> new Restarter("The " + service.value() + " service", supervision, this::isClosing));
    }

    /** The first start of a service, which may fail because the machine is slow or a port is taken for a moment. */
    private ServerProcess start(ServiceName service, Map<String, String> environment, int attemptsLeft) {
        try {
            return start(service, environment);
        } catch (ServerFailure failure) {
            if (attemptsLeft == 1 || isClosing() || Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            supervision.progress().say(failure.getMessage() + ". It is being started again.");
            return start(service, environment, attemptsLeft - 1);
        }
    }

    private ServerProcess start(ServiceName service, Map<String, String> environment) {
        var ownFolder = folderOf(service);
        ownFolder.claim();
        var process = ServerProcess.start(
                ownFolder,
                ServiceJvm.command(service, List.of()),
                environment,
                ServerProcess.StopSignal.TERM,
                STOP_TIMEOUT);
        register(service, process);
        return process.awaitReady(() -> HttpProbe.isOk(environment, "/health/live"), StartTimeout.ofThisMachine());
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
        unregister(service);
        restarterOf(service)
                .restart(ended, exitCode, () -> start(service, environment)
                        .awaitReady(() -> HttpProbe.isOk(environment, "/health/ready"), StartTimeout.ofThisMachine()))
                .ifPresent(restarted -> {
                    watch(service, environment, restarted);
                    supervision
                            .progress()
                            .say("The " + service.value() + " service is running again (process " + restarted.pid()
                                    + ").");
                });
    }

    private synchronized void unregister(ServiceName service) {
        running.remove(service);
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    /**
     * Stops the processes, callers before those they call, so that what is in flight is answered. Those that do not call
     * each other stop at the same time.
     */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        ServiceName.stopOrder()
                .forEach(stage -> runningOf(stage).parallelStream().forEach(ServerProcess::close));
    }

    private synchronized List<ServerProcess> runningOf(Set<ServiceName> services) {
        return services.stream().map(running::get).filter(Objects::nonNull).toList();
    }
}
