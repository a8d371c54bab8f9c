package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.store.CandleTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes closed candles to the database, many in a statement, one statement at a time. While the database is slow or away they
 * wait; beyond the bound the oldest give way, and are missing later. Belongs to one verticle.
 */
final class CandleWriter {
    /** About five minutes of everything. */
    static final int MOST_WAITING = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(CandleWriter.class);
    private static final int WRITTEN_AT_ONCE = 1_000;
    /** What ended longer ago has closed, and was among those that waited. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final CandleTable candles;
    private final Clock clock;
    private final Deque<Candle> waiting = new ArrayDeque<>();
    private final Counter written;
    private final Counter dropped;
    private boolean writing;
    private boolean failing;

    CandleWriter(CandleTable candles, Clock clock, MeterRegistry metrics) {
        this.candles = candles;
        this.clock = clock;
        written = metrics.counter("corridor.forex.candles.written");
        dropped = metrics.counter("corridor.forex.candles.dropped");
        metrics.gauge("corridor.forex.candles.waiting", waiting, Deque::size);
    }

    /** Gaps are not kept: who reads finds nothing there, and knows. */
    void keep(Collection<Candle> closed) {
        for (var candle : closed) {
            if (!candle.isGap()) {
                waiting.addLast(candle);
            }
        }
        while (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
            dropped.increment();
        }
    }

    /** Writes what waits, if nothing is being written; then notes how far it has come. What fails waits for the next time. */
    Future<Void> write() {
        if (writing) {
            return Future.succeededFuture();
        }
        writing = true;
        return writeAll()
                .onComplete(over -> writing = false)
                .onSuccess(done -> failing = false)
                .onFailure(this::note);
    }

    private Future<Void> writeAll() {
        if (waiting.isEmpty()) {
            return candles.buildUntil(clock.instant().minus(CLOSED_WITHIN));
        }
        var batch = new ArrayList<Candle>(Math.min(waiting.size(), WRITTEN_AT_ONCE));
        while (!waiting.isEmpty() && batch.size() < WRITTEN_AT_ONCE) {
            batch.add(waiting.removeFirst());
        }
        return candles.add(batch)
                .onSuccess(added -> written.increment(batch.size()))
                .onFailure(failed -> putBack(batch))
                .compose(added -> writeAll());
    }

    private void putBack(List<Candle> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
        keep(List.of());
    }

    /** The first of several in a row. */
    private void note(Throwable failure) {
        if (!failing) {
            LOG.atWarn().setCause(failure).log("candles cannot be kept just now; they wait");
        }
        failing = true;
    }

    void forget() {
        waiting.clear();
    }
}
