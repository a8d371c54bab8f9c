package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.domain.EngineSource;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.events.ReferenceRateUpdates;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Makes the tick engine from what is published, and anew whenever there is more. One a process. */
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
        var market = new TickEngineFactory(vertx, new ReferenceRateTable(database), new EcbArchive(), seed);
        ReferenceRateUpdates.follow(vertx, () -> follow(market));
        return follow(market).onFailure(failure -> database.close());
    }

    private Future<Void> follow(TickEngineFactory market) {
        return market.newer().map(newer -> {
            newer.ifPresent(source::follow);
            return null;
        });
    }

    @Override
    public Future<?> stop() {
        return database.close();
    }
}
