package dev.corridor.forex.candle.usecase;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.domain.Pair;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the open candles of a process that started within their interval, from the shorter candles that are stored. It does
 * so soon after the start, and again when another process has stored the minute of which this process knows a part only.
 * Belongs to one verticle.
 */
final class CandleRestore {
    private static final Logger LOG = LoggerFactory.getLogger(CandleRestore.class);
    /** Time after the end of a minute when whichever process stores candles has written that minute. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final List<Granularity> RESTORED =
            List.of(Granularity.M5, Granularity.M15, Granularity.H1, Granularity.D);

    private final CandleTable table;
    private final RecentCandles recent;
    private final Clock clock;
    private boolean restoring;
    private boolean restored;
    private boolean restoredWholeMinute;

    CandleRestore(CandleTable table, RecentCandles recent, Clock clock) {
        this.table = table;
        this.recent = recent;
        this.clock = clock;
    }

    /** Restores if it is due. To be called regularly. */
    void run() {
        var now = clock.instant();
        boolean isSettled = !now.isBefore(Granularity.M1.start(now).plus(SETTLED));
        boolean isDue = !restored || !restoredWholeMinute && knowsWholeMinute(now);
        if (isDue && isSettled && !restoring && recent.watchedSince().isPresent()) {
            restoring = true;
            restore(now)
                    .onFailure(failure -> LOG.atWarn().setCause(failure).log("open candles cannot be restored yet"))
                    .onComplete(ended -> restoring = false);
        }
    }

    private boolean knowsWholeMinute(Instant now) {
        return recent.watchedSince()
                .filter(since -> since.isBefore(Granularity.M1.start(now)))
                .isPresent();
    }

    private Future<Void> restore(Instant now) {
        var parts = RESTORED.stream().map(longer -> joined(longer, now)).toList();
        return Future.all(parts).map(read -> {
            boolean isSameMinute = Granularity.M1
                    .start(now)
                    .equals(Granularity.M1.start(clock.instant().minus(CandleVerticle.GRACE)));
            if (isSameMinute) {
                for (int i = 0; i < parts.size(); i++) {
                    recent.restore(RESTORED.get(i), parts.get(i).result());
                }
                restored = true;
                restoredWholeMinute = knowsWholeMinute(now);
            }
            return null;
        });
    }

    private Future<Map<Pair, Candle>> joined(Granularity longer, Instant now) {
        var shorter = longer.finer().orElseThrow();
        return table.joined(longer, shorter, longer.start(now), shorter.start(now));
    }
}
