package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.domain.TickEngine;
import dev.corridor.forex.engine.domain.Volatility;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.client.EcbXml;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Factory of tick engines from the newest reference rates and their volatility in the year before. Belongs to one
 * verticle.
 */
final class TickEngineFactory {
    /** Days read by one query, so that decoding their rows, thirty a day, does not occupy the event loop for long. */
    private static final int DAYS_PER_QUERY = 20;

    private final Vertx vertx;
    private final ReferenceRateTable table;
    private final EcbArchive archive;
    private final long seed;
    private Published known;

    /**
     * Publications from which an engine is built.
     *
     * @param later days of the year before the newest that the archive does not have
     */
    private record Published(RatePublication newest, List<LocalDate> later) {}

    TickEngineFactory(Vertx vertx, ReferenceRateTable table, EcbArchive archive, long seed) {
        this.vertx = vertx;
        this.table = table;
        this.archive = archive;
        this.seed = seed;
    }

    /**
     * Builds an engine if publications have changed since the last call; empty if not. Every process builds the same
     * engine from the same publications.
     */
    Future<Optional<TickEngine>> newer() {
        return published()
                .compose(published ->
                        published.equals(known) ? Future.succeededFuture(Optional.empty()) : engine(published));
    }

    private Future<Published> published() {
        var newest = table.newest(EcbXml.PROVIDER).map(Optional::orElseThrow);
        var days = table.days(EcbXml.PROVIDER);
        var archived = vertx.executeBlocking(() -> archive.newest().asOf());
        return Future.all(newest, days, archived).map(read -> {
            var first = Volatility.since(newest.result().asOf());
            var later = days.result().stream()
                    .filter(day -> day.isAfter(archived.result()) && !day.isBefore(first))
                    .toList();
            return new Published(newest.result(), later);
        });
    }

    private Future<Optional<TickEngine>> engine(Published published) {
        var newest = published.newest;
        var first = Volatility.since(newest.asOf());
        return vertx.executeBlocking(() -> archived(first))
                .compose(year -> addStored(published.later, year))
                .compose(year -> vertx.executeBlocking(() -> new TickEngine(newest, Volatility.of(year), seed)))
                .map(engine -> {
                    known = published;
                    return Optional.of(engine);
                });
    }

    private Collection<RatePublication> archived(LocalDate first) {
        var year = new ArrayList<RatePublication>();
        try (var publications = archive.open()) {
            boolean within = true;
            while (within && publications.hasNext()) {
                var publication = publications.next();
                within = !publication.asOf().isBefore(first);
                year.add(publication);
            }
        }
        return year;
    }

    private Future<Collection<RatePublication>> addStored(List<LocalDate> days, Collection<RatePublication> year) {
        if (days.isEmpty()) {
            return Future.succeededFuture(year);
        }
        int next = Math.min(DAYS_PER_QUERY, days.size());
        return table.ofDays(EcbXml.PROVIDER, days.subList(0, next), List.of()).compose(rates -> {
            year.addAll(rates.values());
            return addStored(days.subList(next, days.size()), year);
        });
    }
}
