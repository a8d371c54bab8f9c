package dev.corridor.forex;

import dev.corridor.forex.alert.store.AlertTable;
import dev.corridor.forex.quote.store.QuoteTable;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.RowCleanup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Removal of the quotes and alerts that nobody will ask for any more. One instance per process. */
final class RetentionVerticle extends VerticleBase {
    private final DatabaseSettings settings;
    private final MeterRegistry metrics;
    private Database database;
    private RowCleanup cleanup;

    RetentionVerticle(DatabaseSettings settings, MeterRegistry metrics) {
        this.settings = settings.withPoolSize(1);
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, settings);
        cleanup = RowCleanup.start(vertx, metrics, QuoteTable.expired(database), AlertTable.expired(database));
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return cleanup.stop().transform(ended -> database.close());
    }
}
