package dev.corridor.forex.engine.domain;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Prices that the tick engine makes up around the reference rates. */
public final class EngineSource implements TickSource {
    private final Vertx vertx;
    private volatile TickEngine engine;

    /** Of use once there is an engine to {@link #follow}. */
    public EngineSource(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public List<Instrument> instruments() {
        return engine.instruments();
    }

    /** The engine to go on with, from the next step on. Any thread. */
    public void follow(TickEngine newer) {
        engine = newer;
    }

    TickEngine engine() {
        return engine;
    }

    @Override
    public Future<Session> open(Beginning beginning) {
        var current = engine;
        return vertx.executeBlocking(() -> current.ahead(current.restore(beginning.checkpoint()), beginning.step()))
                .map(market -> new EngineSession(this, current, market));
    }
}
