package dev.corridor.forex.engine.events;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickHistory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Log through which all ticks enter a process, from its own engine or from another process: first into the history,
 * then to the event bus. Ticks that are in the history already are dropped. One a process; written by one verticle,
 * read by any thread.
 */
public final class TickLog {
    private final Vertx vertx;
    private final TickHistory history;
    private final Promise<Void> ready = Promise.promise();
    private volatile long step;
    private volatile boolean runsEngine;

    public TickLog(Vertx vertx, TickHistory history) {
        this.vertx = vertx;
        this.history = history;
    }

    /** Adds new ticks to the history and publishes them on the event bus. */
    public void publish(TickBatch batch) {
        List<Tick> fresh = history.add(batch.ticks());
        boolean advances = batch.step() > step;
        if (advances || !fresh.isEmpty()) {
            step = Math.max(step, batch.step());
            vertx.eventBus().publish(TickBatch.PUBLISHED, new TickBatch(batch.step(), fresh));
        }
        if (advances) {
            ready.tryComplete();
        }
    }

    /** Returns a future that completes when every pair has a price. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** Returns the last step of which this process has every tick; 0 before the first. */
    public long step() {
        return step;
    }

    /**
     * Returns whether this process runs the engine. Work for one process in the cluster, such as storing candles, is
     * its.
     */
    public boolean runsEngine() {
        return runsEngine;
    }

    public void setRunsEngine(boolean runsEngine) {
        this.runsEngine = runsEngine;
    }

    public TickHistory history() {
        return history;
    }
}
