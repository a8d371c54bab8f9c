package dev.corridor.platform.host;

import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Progress;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A server that belongs to the platform, such as its PostgreSQL. One that ends is started again with the data it had, as a
 * container's engine would; one that ends too often, or cannot be started again, is the end of the platform.
 */
public final class SupervisedServer<S> implements AutoCloseable {
    private final String name;
    private final Supplier<S> starter;
    private final Function<S, ServerProcess> process;
    private final Progress progress;
    private final Executor executor;
    private final Consumer<CommandFailure> breakdown;
    private final RestartLimit restarts = new RestartLimit();
    private S running;
    private boolean closing;

    /** @param breakdown is told, in a sentence for people, when the server ended and stays away */
    public SupervisedServer(
            String name,
            Supplier<S> starter,
            Function<S, ServerProcess> process,
            Progress progress,
            Executor executor,
            Consumer<CommandFailure> breakdown) {
        this.name = name;
        this.starter = starter;
        this.process = process;
        this.progress = progress;
        this.executor = executor;
        this.breakdown = breakdown;
    }

    public SupervisedServer<S> start() {
        keep(starter.get());
        return this;
    }

    public synchronized S server() {
        return running;
    }

    private synchronized void keep(S started) {
        running = started;
        var watched = process.apply(started);
        if (closing) {
            watched.close();
            return;
        }
        watched.ended().thenAcceptAsync(exitCode -> startAgain(watched, exitCode), executor);
    }

    private void startAgain(ServerProcess ended, int exitCode) {
        if (isClosing()) {
            return;
        }
        var what = "%s (process %d) ended with exit code %d".formatted(name, ended.pid(), exitCode);
        try {
            restarts.take(ended);
            progress.say(what + "; it is being started again.");
            keep(starter.get());
            progress.say(name + " is running again (process "
                    + process.apply(server()).pid() + ").");
        } catch (RuntimeException e) {
            // Interrupted: the platform is stopping.
            if (!Thread.currentThread().isInterrupted()) {
                breakdown.accept(new CommandFailure(what + ", and is not started again: " + e.getMessage(), e));
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
