package dev.corridor.forex;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.forex.source.EcbArchive;
import dev.corridor.forex.store.ReferenceRateTable;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Future;
import java.time.LocalDate;

/** Answers which reference rates hold: the newest from memory, a day's from the table. */
public final class ReferenceRateBook {
    private final ReferenceRateTable table;
    private final EcbArchive.File history;
    private final ReferenceRates newest;

    /** @param newest the newest publication there is */
    public ReferenceRateBook(ReferenceRateTable table, EcbArchive archive, ReferenceRates newest) {
        this.table = table;
        this.history = archive.history();
        this.newest = newest;
    }

    public ReferenceRates newest() {
        return newest;
    }

    /**
     * The publication of that day, or else the last one before it.
     *
     * @return or fails with rates_not_found for a day before the first; history_loading while that can't be told yet
     */
    public Future<ReferenceRates> on(LocalDate day) {
        if (!day.isBefore(newest.asOf())) {
            return Future.succeededFuture(newest);
        }
        return table.onOrBefore(newest.provider(), day)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> missing(day)));
    }

    private Future<ReferenceRates> missing(LocalDate day) {
        return table.isComplete(history.name(), history.sizeBytes()).compose(complete -> {
            var code = complete ? ForexError.RATES_NOT_FOUND : ForexError.HISTORY_LOADING;
            return Future.failedFuture(Problem.of(code, "There are no reference rates on or before " + day + "."));
        });
    }
}
