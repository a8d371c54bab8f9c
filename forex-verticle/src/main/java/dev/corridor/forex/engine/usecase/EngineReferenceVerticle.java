package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.domain.EngineSource;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.events.ReferenceRateUpdates;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Verticle that rebuilds the tick engine at start and whenever reference rates are published. One a process. */
public final class EngineReferenceVerticle extends VerticleBase {
    private final DatabaseSettings databaseSettings;
    private final EngineSource source;
    private final long seed;
    private Database database;

    public EngineReferenceVerticle(DatabaseSettings databaseSettings, EngineSource source, long seed) {
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.source = source;
        this.seed = seed;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        var engines = new TickEngineFactory(vertx, new ReferenceRateTable(database), new EcbArchive(), seed);
        ReferenceRateUpdates.subscribe(vertx, () -> rebuild(engines));
        return rebuild(engines).onFailure(failure -> database.close());
    }

    private Future<Void> rebuild(TickEngineFactory engines) {
        return engines.newer().map(newer -> {
            newer.ifPresent(source::update);
            return null;
        });
    }

    @Override
    public Future<?> stop() {
        return database.close();
    }
}
