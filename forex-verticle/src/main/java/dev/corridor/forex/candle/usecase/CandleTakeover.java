package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.store.CandleTable;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the storing of candles from the process that did so before. What neither process knows is stored as an outage.
 * Belongs to one verticle.
 */
final class CandleTakeover {
    private static final Logger LOG = LoggerFactory.getLogger(CandleTakeover.class);
    /** Candles that ended shortly before the stored progress are offered again; those that are stored already stay as they are. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private final CandleTable table;
    private final RecentCandles recent;

    CandleTakeover(CandleTable table, RecentCandles recent) {
        this.table = table;
        this.recent = recent;
    }

    /** @return the moment after which the candles in memory have to be stored */
    Future<Instant> takeOver(Instant watchedSince) {
        return table.storedUntil()
                .compose(until -> until.isPresent()
                        ? recordOutage(until.get(), watchedSince)
                                .map(until.get().minus(OVERLAP))
                        : Future.succeededFuture(Instant.EPOCH));
    }

    private Future<Void> recordOutage(Instant storedUntil, Instant watchedSince) {
        var knownSince = watchedSince.isAfter(recent.evictedUntil()) ? watchedSince : recent.evictedUntil();
        if (!knownSince.isAfter(storedUntil)) {
            return Future.succeededFuture();
        }
        LOG.atInfo()
                .addKeyValue("from", storedUntil)
                .addKeyValue("to", knownSince)
                .log("no process stored candles for a while");
        return table.addOutage(new CandleSeries.Outage(storedUntil, knownSince))
                .compose(added -> finishCandles(storedUntil, watchedSince));
    }

    /** Stores the candles that were open when the last process ended and were over when this one started, from shorter ones. */
    private Future<Void> finishCandles(Instant storedUntil, Instant watchedSince) {
        Future<Void> finished = Future.succeededFuture();
        for (var longer : Granularity.values()) {
            var start = longer.start(storedUntil);
            boolean isOver = !start.plus(longer.length()).isAfter(watchedSince);
            if (isOver && longer.finer().isPresent()) {
                finished = finished.compose(
                        done -> table.finish(longer, longer.finer().get(), start));
            }
        }
        return finished;
    }
}
