package dev.corridor.forex.engine.domain;

import java.util.List;

/** Source of ticks that the tick engine makes around the reference rates. Usable once it has an engine. Any thread. */
public final class EngineSource implements TickSource {
    private volatile TickEngine engine;

    @Override
    public List<Instrument> instruments() {
        return engine.instruments();
    }

    /** Replaces the engine: sessions use the new one from their next step on. */
    public void update(TickEngine newer) {
        engine = newer;
    }

    TickEngine engine() {
        return engine;
    }

    @Override
    public Session open(Start start) {
        var current = engine;
        var market = current.advance(current.restore(start.checkpoint()), start.step());
        return new EngineSession(this, current, market);
    }
}
