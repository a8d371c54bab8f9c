package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.store.CandleTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes closed candles to the database, many in one statement, one statement at a time. While the database is slow or
 * unavailable, candles wait in a queue; beyond its bound the oldest are dropped. Belongs to one verticle.
 */
final class CandleWriter {
    /** About five minutes of all candles. */
    static final int MAX_WAITING = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(CandleWriter.class);
    private static final int BATCH = 1_000;

    private final CandleTable table;
    private final Supplier<Instant> closedUntil;
    private final Deque<Candle> waiting = new ArrayDeque<>();
    private final Counter written;
    private final Counter dropped;
    private Future<Void> inFlight = Future.succeededFuture();
    private boolean failing;

    /** @param closedUntil the moment up to which all candles have closed and were passed to {@link #add} */
    CandleWriter(CandleTable table, Supplier<Instant> closedUntil, MeterRegistry metrics) {
        this.table = table;
        this.closedUntil = closedUntil;
        written = metrics.counter("corridor.forex.candles.written");
        dropped = metrics.counter("corridor.forex.candles.dropped");
        metrics.gauge("corridor.forex.candles.waiting", waiting, Deque::size);
    }

    /** Queues candles. Gaps are not stored: a reader derives them from the missing row. */
    void add(Collection<Candle> closed) {
        for (var candle : closed) {
            if (!candle.isGap()) {
                waiting.addLast(candle);
            }
        }
        while (waiting.size() > MAX_WAITING) {
            waiting.removeFirst();
            dropped.increment();
        }
    }

    /**
     * Writes the queue and then the progress, unless a write is in flight. A failed batch stays in the queue.
     *
     * @return completes when the queue has been written
     */
    Future<Void> write() {
        if (inFlight.isComplete()) {
            inFlight = writeAll().onSuccess(done -> failing = false).onFailure(this::logFirst);
        }
        return inFlight;
    }

    private Future<Void> writeAll() {
        if (waiting.isEmpty()) {
            return table.storeProgress(closedUntil.get());
        }
        var batch = new ArrayList<Candle>(Math.min(waiting.size(), BATCH));
        while (!waiting.isEmpty() && batch.size() < BATCH) {
            batch.add(waiting.removeFirst());
        }
        return table.add(batch)
                .onSuccess(added -> written.increment(batch.size()))
                .onFailure(failed -> putBack(batch))
                .compose(added -> writeAll());
    }

    private void putBack(List<Candle> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
        add(List.of());
    }

    /** Logs the first of several failures in a row. */
    private void logFirst(Throwable failure) {
        if (!failing) {
            LOG.atWarn().setCause(failure).log("candles cannot be stored; they wait in memory");
        }
        failing = true;
    }

    void clear() {
        waiting.clear();
    }
}
