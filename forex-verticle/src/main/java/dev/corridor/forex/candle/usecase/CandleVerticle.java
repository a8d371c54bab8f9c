package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.CandleSettings;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.domain.Pair;
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
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds candles from this process's ticks, whether its own engine made them or another's, and closes them on the clock. The
 * process that runs the engine also keeps them; one that takes over goes on with its own, which it has built all along. One a
 * process.
 */
public final class CandleVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CandleVerticle.class);
    private static final long CLOSE_MS = 100;
    private static final long WRITE_MS = 500;
    private static final long SWEEP_MS = 10_000;
    /** For ticks of the last moment that are still on their way. */
    private static final Duration GRACE = Duration.ofMillis(250);
    /** When all candles of a minute that is over have certainly been written, by whatever process. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final int REMOVED_AT_ONCE = 1_000;
    private static final List<Granularity> RESTORED =
            List.of(Granularity.M5, Granularity.M15, Granularity.H1, Granularity.D);

    private final RecentCandles book;
    private final TickLog tape;
    private final CandleSettings settings;
    private final DatabaseSettings databaseSettings;
    private final MeterRegistry metrics;
    private final Clock clock;
    private Database database;
    private CandleTable candles;
    private CandleWriter writer;
    private boolean keeps;
    private boolean takingOver;
    private boolean restoring;
    private boolean restored;
    private boolean restoredAgain;
    private boolean sweeping;

    public CandleVerticle(
            RecentCandles book,
            TickLog tape,
            CandleSettings settings,
            DatabaseSettings databaseSettings,
            MeterRegistry metrics,
            Clock clock) {
        this.book = book;
        this.tape = tape;
        this.settings = settings;
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** To be deployed before the first tick. */
    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        candles = new CandleTable(database);
        writer = new CandleWriter(candles, clock, metrics);
        metrics.more().counter("corridor.forex.candles.late_ticks", List.of(), book, RecentCandles::lateTicks);
        vertx.setPeriodic(CLOSE_MS, due -> vertx.runOnContext(turn -> close()));
        vertx.setPeriodic(WRITE_MS, due -> write());
        vertx.setPeriodic(SWEEP_MS, due -> sweep());
        return vertx.eventBus()
                .<TickBatch>consumer(TickBatch.PUBLISHED, batch -> take(batch.body()))
                .completion();
    }

    /** What is closed is kept; what is open is lost, unless another process goes on. */
    @Override
    public Future<?> stop() {
        var last = keeps ? writer.write() : Future.succeededFuture();
        return last.transform(written -> database.close());
    }

    private void take(TickBatch batch) {
        var closed = book.add(batch.ticks());
        if (keeps) {
            writer.keep(closed);
        }
    }

    /** In a turn of its own, so that ticks which have waited for this event loop come first. */
    private void close() {
        var closed = book.advance(clock.instant().minus(GRACE));
        if (keeps) {
            writer.keep(closed);
        }
    }

    private void write() {
        if (tape.runsEngine() && !keeps) {
            takeOver();
        } else if (!tape.runsEngine() && keeps) {
            keeps = false;
            writer.forget();
        } else if (keeps) {
            writer.write();
        }
        restore();
    }

    /** Finds out what the one before has left undone. */
    private void takeOver() {
        var watchedSince = book.watchedSince();
        if (takingOver || watchedSince.isEmpty()) {
            return;
        }
        takingOver = true;
        candles.builtUntil()
                .compose(until ->
                        until.map(moment -> bridge(moment, watchedSince.get())).orElseGet(this::begin))
                .onSuccess(bridged -> keeps = tape.runsEngine())
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("candles cannot be taken over yet"))
                .onComplete(over -> takingOver = false);
    }

    /** Nobody has ever kept any. */
    private Future<Void> begin() {
        writer.keep(book.closedAfter(Instant.EPOCH));
        return Future.succeededFuture();
    }

    private Future<Void> bridge(Instant until, Instant watchedSince) {
        writer.keep(book.closedAfter(until.minus(SETTLED)));
        if (!watchedSince.isAfter(until)) {
            return Future.succeededFuture();
        }
        LOG.atInfo().addKeyValue("from", until).addKeyValue("to", watchedSince).log("nobody built candles for a while");
        return candles.addOutage(new CandleSeries.Outage(until, watchedSince))
                .compose(added -> finish(until, watchedSince));
    }

    /** The candles that were open when the last one died, and were over before this one began, from the shorter ones. */
    private Future<Void> finish(Instant until, Instant watchedSince) {
        Future<Void> finished = Future.succeededFuture();
        for (var longer : Granularity.values()) {
            var start = longer.start(until);
            boolean isOver = !start.plus(longer.length()).isAfter(watchedSince);
            if (isOver && longer.finer().isPresent()) {
                finished = finished.compose(
                        done -> candles.finish(longer, longer.finer().get(), start));
            }
        }
        return finished;
    }

    /**
     * Begins where others have been: soon, and again when the first minute, of which this process has only a part, has been kept
     * by whoever has more of it.
     */
    private void restore() {
        var now = clock.instant();
        boolean isSettled = !now.isBefore(Granularity.M1.start(now).plus(SETTLED));
        boolean isReady = book.watchedSince().isPresent() && tape.runsEngine() == keeps;
        boolean isDue = !restored || !restoredAgain && knowsWholeMinute(now);
        if (isDue && isReady && isSettled && !restoring) {
            restoring = true;
            restore(now)
                    .onFailure(failure -> LOG.atWarn().setCause(failure).log("candles cannot be restored yet"))
                    .onComplete(over -> restoring = false);
        }
    }

    private boolean knowsWholeMinute(Instant now) {
        return book.watchedSince()
                .filter(since -> since.isBefore(Granularity.M1.start(now)))
                .isPresent();
    }

    private Future<Void> restore(Instant now) {
        var parts = RESTORED.stream().map(longer -> joined(longer, now)).toList();
        return Future.all(parts).map(read -> {
            boolean isSameMinute = Granularity.M1
                    .start(now)
                    .equals(Granularity.M1.start(clock.instant().minus(GRACE)));
            if (isSameMinute) {
                for (int i = 0; i < parts.size(); i++) {
                    book.restore(RESTORED.get(i), parts.get(i).result());
                }
                restored = true;
                restoredAgain = knowsWholeMinute(now);
            }
            return null;
        });
    }

    private Future<Map<Pair, Candle>> joined(Granularity longer, Instant now) {
        var shorter = longer.finer().orElseThrow();
        return candles.joined(longer, shorter, longer.start(now), shorter.start(now));
    }

    private void sweep() {
        if (keeps && !sweeping) {
            sweeping = true;
            Future<Void> swept = Future.succeededFuture();
            for (var kept : settings.keep().entrySet()) {
                swept = swept.compose(
                        done -> remove(kept.getKey(), clock.instant().minus(kept.getValue())));
            }
            swept.onFailure(failure -> LOG.atWarn().setCause(failure).log("old candles cannot be removed just now"))
                    .onComplete(over -> sweeping = false);
        }
    }

    private Future<Void> remove(Granularity granularity, Instant before) {
        return candles.remove(granularity, before, REMOVED_AT_ONCE)
                .compose(removed -> removed < REMOVED_AT_ONCE ? Future.succeededFuture() : remove(granularity, before));
    }
}
