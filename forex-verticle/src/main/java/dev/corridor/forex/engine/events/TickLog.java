package dev.corridor.forex.engine.events;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickHistory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Where ticks enter a process, whether its own engine made them or another's: into the history, then to everybody on the event
 * bus. What is known already stays out. One a process; written by one verticle, read by any thread.
 */
public final class TickLog {
    private final Vertx vertx;
    private final TickHistory history;
    private final Promise<Void> begun = Promise.promise();
    private volatile long step;
    private volatile boolean own;

    public TickLog(Vertx vertx, TickHistory history) {
        this.vertx = vertx;
        this.history = history;
    }

    public void publish(TickBatch batch) {
        List<Tick> fresh = history.add(batch.ticks());
        boolean advances = batch.step() > step;
        if (advances || !fresh.isEmpty()) {
            step = Math.max(step, batch.step());
            vertx.eventBus().publish(TickBatch.PUBLISHED, new TickBatch(batch.step(), fresh));
        }
        if (advances) {
            begun.tryComplete();
        }
    }

    /** Completes when every pair has a price. */
    public Future<Void> begun() {
        return begun.future();
    }

    /** The engine's last step of which this process has everything; 0: it has heard nothing yet. */
    public long step() {
        return step;
    }

    /** Whether this process runs the engine. What is to be done once, such as keeping candles, is done by the one that does. */
    public boolean runsEngine() {
        return own;
    }

    public void own(boolean runsEngine) {
        own = runsEngine;
    }

    public TickHistory history() {
        return history;
    }
}
