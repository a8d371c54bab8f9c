package dev.corridor.forex.engine.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Session that makes ticks with the source's current engine. Belongs to one event loop. */
final class EngineSession implements TickSource.Session {
    private final EngineSource source;
    private TickEngine engine;
    private TickEngine.Market market;

    EngineSession(EngineSource source, TickEngine engine, TickEngine.Market market) {
        this.source = source;
        this.engine = engine;
        this.market = market;
    }

    @Override
    public long step() {
        return market.step();
    }

    @Override
    public Optional<TickBatch> next(Instant now) {
        if (source.engine() != engine) {
            market = source.engine().continueFrom(market, engine);
            engine = source.engine();
        }
        var step = engine.next(market, now);
        market = step.market();
        return Optional.of(new TickBatch(market.step(), step.ticks()));
    }

    @Override
    public List<Tick> lastTicks(Instant now) {
        return engine.lastTicks(market, now);
    }

    @Override
    public Checkpoint checkpoint() {
        return engine.checkpoint(market);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
