package dev.corridor.platform.local;

import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Progress;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs the steps of a platform's start on threads of their own, and reports how long each took. */
final class StartTasks implements Executor, AutoCloseable {
    private final Progress progress;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "start");
        thread.setDaemon(true);
        return thread;
    });

    StartTasks(Progress progress) {
        this.progress = progress;
    }

    /** Starts a part without waiting for it. */
    <T> CompletableFuture<T> start(String part, Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> timed(part, work), this);
    }

    /** Does the work and reports the part as started. */
    <T> T timed(String part, Callable<T> work) {
        try {
            return progress.timed(part, work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailure(part + " cannot be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Interrupts what is running; nothing is started any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    static <T> T await(Future<T> future) {
        return join(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T await(Future<T> future, Duration timeout) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the result. A RuntimeException is thrown as it is, without a CompletionException around it. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
