package dev.corridor.kit.concurrency;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background job that runs until it is stopped: again at once while there is more to do, else after a pause. A run that fails is
 * logged, and the next one begins after the pause. Belongs to one event loop.
 */
public final class RepeatedJob {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedJob.class);

    private final Vertx vertx;
    private final String failureMessage;
    private final long pauseMs;
    private final Supplier<Future<Boolean>> work;
    private Future<?> run = Future.succeededFuture();
    private boolean stopping;

    /**
     * @param failureMessage the log line of a run that fails
     * @param work one run; completes with whether there is more to do
     */
    public RepeatedJob(Vertx vertx, String failureMessage, Duration pause, Supplier<Future<Boolean>> work) {
        this.vertx = vertx;
        this.failureMessage = failureMessage;
        this.pauseMs = pause.toMillis();
        this.work = work;
    }

    public RepeatedJob start() {
        runAfter(pauseMs);
        return this;
    }

    /** Completes when the run in flight has ended. */
    public Future<?> stop() {
        stopping = true;
        return run.otherwiseEmpty();
    }

    private void runAfter(long delayMs) {
        vertx.setTimer(delayMs, due -> {
            if (!stopping) {
                run = Future.succeededFuture()
                        .compose(begun -> work.get())
                        .onFailure(failure -> LOG.atWarn().setCause(failure).log(failureMessage))
                        .onComplete((more, failure) -> runAfter(Boolean.TRUE.equals(more) ? 1 : pauseMs));
            }
        });
    }
}
