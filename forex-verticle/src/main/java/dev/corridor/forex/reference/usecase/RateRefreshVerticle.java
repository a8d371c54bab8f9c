package dev.corridor.forex.reference.usecase;

import dev.corridor.forex.reference.client.EcbDownload;
import dev.corridor.forex.reference.client.EcbXml;
import dev.corridor.forex.reference.client.PublicationReader;
import dev.corridor.forex.reference.client.RateSource;
import dev.corridor.forex.reference.client.RefreshSettings;
import dev.corridor.forex.reference.client.UnreadablePublication;
import dev.corridor.forex.reference.domain.PublicationCalendar;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.events.ReferenceRateEvents;
import dev.corridor.forex.reference.events.ReferenceRateUpdates;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads each publication from the European Central Bank when it is due, and the publications that were missed while no process
 * ran. A failed download is repeated with growing pauses; the last good publication stays in use. One per process; several
 * processes may download concurrently.
 */
public final class RateRefreshVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RateRefreshVerticle.class);
    private static final int BATCH = 250;
    /** Also the longest time until this process notices what another process stored. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final DatabaseSettings databaseSettings;
    private final RefreshSettings settings;
    private final PublicationCalendar calendar;
    private final Clock clock;
    /** The days after which the source has no more publications than the table. */
    private final Set<LocalDate> openGaps = new HashSet<>();

    private Database database;
    private ReferenceRateTable table;
    private RateSource source;
    private Future<Void> running = Future.succeededFuture();
    private Duration pause;
    private boolean failing;
    private boolean stopping;
    private int publishedDays;

    public RateRefreshVerticle(
            DatabaseSettings databaseSettings, RefreshSettings settings, PublicationCalendar calendar, Clock clock) {
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.settings = settings;
        this.calendar = calendar;
        this.clock = clock;
        this.pause = settings.pause();
    }

    /** Completes without waiting for the network. */
    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        table = new ReferenceRateTable(database);
        source = new EcbDownload(vertx, settings.daily(), settings.timeout(), clock);
        scheduleRefresh(Duration.ZERO);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return source.close().transform(closed -> running).transform(ended -> database.close());
    }

    private void scheduleRefresh(Duration delay) {
        vertx.setTimer(Math.max(1, delay.toMillis()), due -> {
            running = refresh().transform(refreshed -> {
                if (!stopping) {
                    scheduleRefresh(
                            refreshed.succeeded() ? pauseAfter(refreshed.result()) : pauseAfter(refreshed.cause()));
                }
                return Future.succeededFuture();
            });
        });
    }

    /** @return the day of the newest publication now */
    private Future<LocalDate> refresh() {
        return days().compose(this::publishNewest)
                .compose(published -> days())
                .compose(this::fillGap)
                .compose(filled -> days())
                .map(days -> {
                    publishIfChanged(days);
                    return days.get(days.size() - 1);
                });
    }

    private Future<List<LocalDate>> days() {
        return table.days(EcbXml.PROVIDER);
    }

    private Future<Void> publishNewest(List<LocalDate> days) {
        var known = days.get(days.size() - 1);
        if (!known.isBefore(calendar.lastDueBy(clock.instant()))) {
            return Future.succeededFuture();
        }
        return source.newest().map(this::trusted).compose(newest -> {
            if (!newest.asOf().isAfter(known)) {
                return Future.succeededFuture();
            }
            return table.publish(newest, ReferenceRateEvents.published(newest))
                    .onSuccess(published ->
                            LOG.atInfo().addKeyValue("as_of", newest.asOf()).log("reference rates published"));
        });
    }

    private Future<Void> fillGap(List<LocalDate> days) {
        publishIfChanged(days);
        return calendar.gaps(days).stream()
                .filter(start -> !openGaps.contains(start))
                .findFirst()
                .map(this::fillAfter)
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> fillAfter(LocalDate start) {
        return source.since(start)
                .compose(
                        reader -> loadAfter(start, reader).eventually(() -> vertx.executeBlocking(() -> close(reader))))
                .onSuccess(loaded -> openGaps.add(start));
    }

    private Future<Void> loadAfter(LocalDate start, PublicationReader reader) {
        return vertx.executeBlocking(() -> batchAfter(start, reader))
                .compose(batch -> stopping || batch.isEmpty()
                        ? Future.succeededFuture()
                        : table.add(batch).compose(added -> loadAfter(start, reader)));
    }

    private List<RatePublication> batchAfter(LocalDate start, PublicationReader reader) {
        var batch = new ArrayList<RatePublication>(BATCH);
        while (batch.size() < BATCH && reader.hasNext()) {
            var publication = trusted(reader.next());
            if (!publication.asOf().isAfter(start)) {
                break;
            }
            batch.add(publication);
        }
        return batch;
    }

    /** Refuses an implausible publication: what is stored is never deleted, and the newest one is served to all callers. */
    private RatePublication trusted(RatePublication publication) {
        if (publication.perEuro().isEmpty()) {
            throw new UnreadablePublication("it has no rates for " + publication.asOf(), null);
        }
        if (publication.asOf().isAfter(calendar.today(clock.instant()))) {
            throw new UnreadablePublication("its date " + publication.asOf() + " is in the future", null);
        }
        return publication;
    }

    private void publishIfChanged(List<LocalDate> days) {
        if (days.size() != publishedDays) {
            publishedDays = days.size();
            ReferenceRateUpdates.publish(vertx);
        }
    }

    private Duration pauseAfter(LocalDate newest) {
        if (failing) {
            LOG.atInfo().addKeyValue("as_of", newest).log("reference rates can be downloaded again");
            failing = false;
        }
        var now = clock.instant();
        if (newest.isBefore(calendar.lastDueBy(now))) {
            return nextPause();
        }
        pause = settings.pause();
        return shorter(Duration.between(now, calendar.nextDue(now)), LONGEST_PAUSE);
    }

    /** Logs the first of several failures in a row. */
    private Duration pauseAfter(Throwable failure) {
        if (!failing) {
            LOG.atWarn()
                    .addKeyValue("url", settings.daily())
                    .addKeyValue(
                            "reason", Optional.ofNullable(failure.getMessage()).orElse(failure.toString()))
                    .log(
                            "reference rates not downloaded; the last good ones stay in use, and the download is repeated");
            failing = true;
        }
        return nextPause();
    }

    private Duration nextPause() {
        var current = pause;
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        return current;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Void close(PublicationReader reader) {
        reader.close();
        return null;
    }
}
