package dev.corridor.forex.live;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.domain.Tick;
import dev.corridor.forex.domain.TickEngine;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the tick engine on a timer and publishes each step's ticks as one message. One instance. */
public final class TickEngineVerticle extends VerticleBase {
    private final TickEngine engine;
    private final TickHistory history;
    private final Duration interval;
    private final Clock clock;
    private final Map<Pair, Tick> latest = new LinkedHashMap<>();
    private TickEngine.Market market;

    public TickEngineVerticle(TickEngine engine, TickHistory history, Duration interval, Clock clock) {
        this.engine = engine;
        this.history = history;
        this.interval = interval;
        this.clock = clock;
        this.market = engine.opening();
    }

    @Override
    public Future<?> start() {
        step();
        vertx.setPeriodic(interval.toMillis(), due -> step());
        return vertx.eventBus()
                .consumer(TickBatch.LATEST, ask -> ask.reply(new TickBatch(List.copyOf(latest.values()))))
                .completion();
    }

    private void step() {
        var step = engine.next(market, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        market = step.market();
        step.ticks().forEach(tick -> latest.put(tick.pair(), tick));
        var batch = new TickBatch(step.ticks());
        history.add(batch);
        vertx.eventBus().publish(TickBatch.PUBLISHED, batch);
    }
}
