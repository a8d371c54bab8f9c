package dev.corridor.forex.reference.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.domain.CurrencyRegister;
import dev.corridor.forex.reference.domain.PublishedDays;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.events.ReferenceRateUpdates;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks up publications of reference rates: the newest one, the days and the currencies in memory, historical rates in the table.
 * Reads the table again when publications are added. Belongs to one verticle.
 */
public final class ReferenceRates {
    private final ReferenceRateTable table;
    private final EcbArchive archive;
    private RatePublication newest;
    private CurrencyRegister currencies;
    private PublishedDays days;

    /** @param newest the newest publication of the table */
    public ReferenceRates(ReferenceRateTable table, EcbArchive archive, RatePublication newest) {
        this.table = table;
        this.archive = archive;
        this.newest = newest;
        this.currencies = CurrencyRegister.of(newest);
        this.days = new PublishedDays(List.of(newest.asOf()));
    }

    /** Reads the table, now and whenever publications are added. */
    public Future<Void> open(Vertx vertx) {
        ReferenceRateUpdates.subscribe(vertx, this::refresh);
        return refresh();
    }

    private Future<Void> refresh() {
        var rates = table.newest(newest.provider());
        var published = table.currencies(newest.provider());
        var publications = table.days(newest.provider());
        return Future.all(rates, published, publications).map(read -> {
            newest = rates.result().orElse(newest);
            currencies = new CurrencyRegister(published.result());
            days = new PublishedDays(publications.result());
            return null;
        });
    }

    public RatePublication newest() {
        return newest;
    }

    public CurrencyRegister currencies() {
        return currencies;
    }

    public PublishedDays days() {
        return days;
    }

    /**
     * Returns the publication of a day, or else the last one before it.
     *
     * @return or fails with rates_not_found for a day before the first publication; history_loading while the first one is unknown
     */
    public Future<RatePublication> on(LocalDate day) {
        if (!day.isBefore(newest.asOf())) {
            return Future.succeededFuture(newest);
        }
        return table.onOrBefore(newest.provider(), day)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> missing(day)));
    }

    /** Returns the rates of days of publication; of all currencies when none is given. */
    public Future<Map<LocalDate, RatePublication>> ofDays(
            Collection<LocalDate> publicationDays, Collection<Currency> wanted) {
        return table.ofDays(newest.provider(), publicationDays, wanted);
    }

    /**
     * Completes when all publications between two days are in the table.
     *
     * @return or fails as {@link #on}
     */
    public Future<Void> requireDays(LocalDate from, LocalDate to) {
        Optional<LocalDate> first = days.first();
        if (first.isPresent() && !from.isBefore(first.get())) {
            return Future.succeededFuture();
        }
        return isHistoryLoaded().compose(read -> {
            boolean none = first.isEmpty() || to.isBefore(first.get());
            return read && !none ? Future.succeededFuture() : Future.failedFuture(missing(read, to));
        });
    }

    private Future<RatePublication> missing(LocalDate day) {
        return isHistoryLoaded().compose(read -> Future.failedFuture(missing(read, day)));
    }

    private static Problem missing(boolean isHistoryLoaded, LocalDate day) {
        return isHistoryLoaded
                ? Problem.of(ForexError.RATES_NOT_FOUND, "There are no reference rates on or before " + day + ".")
                : Problem.of(ForexError.HISTORY_LOADING, "The reference rates before " + day + " are not loaded yet.");
    }

    private Future<Boolean> isHistoryLoaded() {
        return table.isComplete(archive.name(), archive.sizeBytes());
    }
}
