package dev.corridor.forex.reference.usecase;

import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.client.EmbeddedRateSource;
import dev.corridor.forex.reference.client.PublicationReader;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.events.ReferenceRateEvents;
import dev.corridor.forex.reference.events.ReferenceRateUpdates;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the embedded reference rates into the database: the newest publication before its deployment completes, the history
 * afterwards in batches, so that neither the start nor the event loop waits for 200,000 rows. One per process; several processes
 * may import concurrently.
 */
public final class RateImportVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RateImportVerticle.class);
    /** Publications that are read and written together; about 8,000 rows. */
    private static final int BATCH = 250;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final DatabaseSettings databaseSettings;
    private final EcbArchive archive;
    private final Duration historyDelay;
    private Database database;
    private ReferenceRateTable table;
    private Future<Void> history = Future.succeededFuture();
    private boolean stopping;

    /** @param historyDelay time from the start to the import of the history, which leaves the machine to other starting services */
    public RateImportVerticle(DatabaseSettings databaseSettings, EcbArchive archive, Duration historyDelay) {
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.archive = archive;
        this.historyDelay = historyDelay;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        table = new ReferenceRateTable(database);
        return new EmbeddedRateSource(vertx, archive)
                .newest()
                .compose(newest -> table.publish(newest, ReferenceRateEvents.published(newest)))
                .onSuccess(published -> scheduleHistory(historyDelay))
                .onFailure(failure -> database.close());
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return history.transform(ended -> database.close());
    }

    private void scheduleHistory(Duration delay) {
        vertx.setTimer(Math.max(1, delay.toMillis()), due -> {
            history = loadHistory();
            history.onFailure(this::retryLater);
        });
    }

    private void retryLater(Throwable failure) {
        if (!stopping) {
            LOG.atError()
                    .setCause(failure)
                    .log("reference rates not imported; next attempt in {}", PAUSE_AFTER_FAILURE);
            scheduleHistory(PAUSE_AFTER_FAILURE);
        }
    }

    private Future<Void> loadHistory() {
        return table.isComplete(archive.name(), archive.sizeBytes())
                .compose(complete -> complete || stopping ? Future.succeededFuture() : load());
    }

    /** Newest first, so that the imported history never has holes. */
    private Future<Void> load() {
        return vertx.executeBlocking(archive::open)
                .compose(publications ->
                        loadBatches(publications).eventually(() -> vertx.executeBlocking(() -> close(publications))))
                .compose(reachedEnd -> reachedEnd ? complete() : Future.succeededFuture());
    }

    private Future<Void> complete() {
        LOG.atInfo().addKeyValue("file", archive.name()).log("reference rates imported");
        return table.markComplete(archive.name(), archive.sizeBytes())
                .onSuccess(marked -> ReferenceRateUpdates.publish(vertx));
    }

    /** @return false if this verticle was stopped before the end of the file */
    private Future<Boolean> loadBatches(PublicationReader publications) {
        if (stopping) {
            return Future.succeededFuture(false);
        }
        return vertx.executeBlocking(() -> batch(publications))
                .compose(batch -> batch.isEmpty()
                        ? Future.succeededFuture(true)
                        : table.add(batch).compose(added -> loadBatches(publications)));
    }

    private static List<RatePublication> batch(PublicationReader publications) {
        var batch = new ArrayList<RatePublication>(BATCH);
        while (batch.size() < BATCH && publications.hasNext()) {
            batch.add(publications.next());
        }
        return batch;
    }

    private static Void close(PublicationReader publications) {
        publications.close();
        return null;
    }
}
