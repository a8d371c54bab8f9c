package dev.corridor.platform.host;

import dev.corridor.embedded.ServerProcess;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An embedded server, such as PostgreSQL, that is started again with the same data when its process ends, as a container
 * engine would do.
 */
public final class SupervisedServer<S> implements AutoCloseable {
    private final String name;
    private final Supplier<S> starter;
    private final Function<S, ServerProcess> process;
    private final Supervision supervision;
    private final Restarter restarter;
    private S running;
    private boolean closing;

    /** @param process the operating system process of a started server */
    public SupervisedServer(
            String name, Supplier<S> starter, Function<S, ServerProcess> process, Supervision supervision) {
        this.name = name;
        this.starter = starter;
        this.process = process;
        this.supervision = supervision;
        this.restarter = new Restarter(name, supervision, this::isClosing);
    }

    public SupervisedServer<S> start() {
        supervise(starter.get());
        restarter.started();
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
        restarter.restart(ended, exitCode, starter).ifPresent(started -> {
            supervise(started);
            supervision
                    .progress()
                    .say(name + " is running again (process "
                            + process.apply(started).pid() + ").");
        });
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
