package dev.corridor.platform.host;

import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.home.CommandFailure;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An embedded server, such as PostgreSQL, that is started again with the same data when its process ends, as a container
 * engine would do. If it ends too often or cannot be started again, {@link Supervision#onFailure} receives the failure.
 */
public final class SupervisedServer<S> implements AutoCloseable {
    private final String name;
    private final Supplier<S> starter;
    private final Function<S, ServerProcess> process;
    private final Supervision supervision;
    private final RestartLimit restartLimit = new RestartLimit();
    private S running;
    private boolean closing;

    /** @param process the operating system process of a started server */
    public SupervisedServer(
            String name, Supplier<S> starter, Function<S, ServerProcess> process, Supervision supervision) {
        this.name = name;
        this.starter = starter;
        this.process = process;
        this.supervision = supervision;
    }

    public SupervisedServer<S> start() {
        supervise(starter.get());
        return this;
    }

    public synchronized S server() {
        return running;
    }

    private synchronized void supervise(S started) {
        running = started;
        var watched = process.apply(started);
        if (closing) {
            watched.close();
            return;
        }
        watched.ended().thenAcceptAsync(exitCode -> restart(watched, exitCode), supervision.executor());
    }

    private void restart(ServerProcess ended, int exitCode) {
        if (isClosing()) {
            return;
        }
        var event = "%s (process %d) ended with exit code %d".formatted(name, ended.pid(), exitCode);
        try {
            restartLimit.countRestart(ended);
            supervision.progress().say(event + ". It is being restarted.");
            supervise(starter.get());
            supervision
                    .progress()
                    .say(name + " is running again (process "
                            + process.apply(server()).pid() + ").");
        } catch (RuntimeException e) {
            // An interrupt means that the platform is stopping.
            if (!Thread.currentThread().isInterrupted()) {
                supervision
                        .onFailure()
                        .accept(new CommandFailure(event + " and cannot be restarted: " + e.getMessage(), e));
            }
        }
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        ServerProcess toStop;
        synchronized (this) {
            closing = true;
            toStop = process.apply(running);
        }
        toStop.close();
    }
}
