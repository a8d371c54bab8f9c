package dev.corridor.kit;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future outside the event loops. */
public final class Await {
    private static final long LONGEST_S = 60;

    private Await() {}

    /** @throws RuntimeException that the future failed with */
    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LONGEST_S, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException | TimeoutException endless) {
            throw new IllegalStateException(endless);
        }
    }
}
