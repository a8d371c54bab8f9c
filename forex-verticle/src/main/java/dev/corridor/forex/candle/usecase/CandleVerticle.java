package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.CandleSettings;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds candles from this process's ticks, whichever process's engine made them, and closes them by the clock. The process that
 * runs the engine also stores them. Since every process builds candles, one that takes over continues with its own. One per
 * process; to be deployed before the first tick.
 */
public final class CandleVerticle extends VerticleBase {
    /** Time that a candle stays open after its end, for ticks that are in flight. */
    static final Duration GRACE = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(CandleVerticle.class);
    private static final long CLOSE_MS = 100;
    private static final long WRITE_MS = 500;
    private static final long DELETE_MS = 10_000;
    private static final int DELETE_BATCH = 1_000;

    private final RecentCandles recent;
    private final TickLog tickLog;
    private final CandleSettings settings;
    private final DatabaseSettings databaseSettings;
    private final MeterRegistry metrics;
    private final Clock clock;
    private Database database;
    private CandleTable table;
    private CandleWriter writer;
    private CandleTakeover takeover;
    private CandleRestore restore;
    /** Whether this process stores the candles. */
    private boolean storing;

    private boolean takingOver;
    private boolean deleting;

    public CandleVerticle(
            RecentCandles recent,
            TickLog tickLog,
            CandleSettings settings,
            DatabaseSettings databaseSettings,
            MeterRegistry metrics,
            Clock clock) {
        this.recent = recent;
        this.tickLog = tickLog;
        this.settings = settings;
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        table = new CandleTable(database);
        writer = new CandleWriter(table, recent::closedUntil, metrics);
        takeover = new CandleTakeover(table, recent);
        restore = new CandleRestore(table, recent, clock);
        metrics.more().counter("corridor.forex.candles.late_ticks", List.of(), recent, RecentCandles::lateTicks);
        // In a turn of its own, so that ticks that wait for this event loop are counted first.
        vertx.setPeriodic(CLOSE_MS, due -> vertx.runOnContext(turn -> closeCandles()));
        vertx.setPeriodic(WRITE_MS, due -> write());
        vertx.setPeriodic(DELETE_MS, due -> deleteExpired());
        return vertx.eventBus()
                .<TickBatch>consumer(TickBatch.PUBLISHED, batch -> add(batch.body()))
                .completion();
    }

    /** Stores the closed candles. The open ones are lost, unless another process has built them, too. */
    @Override
    public Future<?> stop() {
        closeCandles();
        var last = storing ? writer.write() : Future.succeededFuture();
        return last.transform(written -> database.close());
    }

    private void add(TickBatch batch) {
        var closed = recent.add(batch.ticks());
        if (storing) {
            writer.add(closed);
        }
    }

    private void closeCandles() {
        var closed = recent.advance(clock.instant().minus(GRACE));
        if (storing) {
            writer.add(closed);
        }
    }

    private void write() {
        if (tickLog.runsEngine() && !storing) {
            takeOver();
        } else if (!tickLog.runsEngine() && storing) {
            storing = false;
            writer.clear();
        } else if (storing) {
            writer.write();
        }
        if (tickLog.runsEngine() == storing) {
            restore.run();
        }
    }

    private void takeOver() {
        var watchedSince = recent.watchedSince();
        if (takingOver || watchedSince.isEmpty()) {
            return;
        }
        takingOver = true;
        takeover.takeOver(watchedSince.get())
                .onSuccess(this::beginStoring)
                .onFailure(failure ->
                        LOG.atWarn().setCause(failure).log("the storing of candles cannot be taken over yet"))
                .onComplete(ended -> takingOver = false);
    }

    /** In one turn, so that a candle that closed while the takeover was in flight is in memory, and a later one is queued. */
    private void beginStoring(Instant after) {
        storing = tickLog.runsEngine();
        if (storing) {
            writer.add(recent.closedAfter(after));
        }
    }

    private void deleteExpired() {
        if (storing && !deleting) {
            deleting = true;
            Future<Void> deleted = Future.succeededFuture();
            for (var retention : settings.retention().entrySet()) {
                deleted = deleted.compose(
                        done -> delete(retention.getKey(), clock.instant().minus(retention.getValue())));
            }
            deleted.onFailure(failure -> LOG.atWarn().setCause(failure).log("expired candles cannot be deleted"))
                    .onComplete(ended -> deleting = false);
        }
    }

    private Future<Void> delete(Granularity granularity, Instant before) {
        return table.delete(granularity, before, DELETE_BATCH)
                .compose(deleted -> deleted < DELETE_BATCH ? Future.succeededFuture() : delete(granularity, before));
    }
}
