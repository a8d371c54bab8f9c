package dev.corridor.forex;

import dev.corridor.forex.live.EngineSource;
import dev.corridor.forex.source.EcbArchive;
import dev.corridor.forex.source.PublicationNews;
import dev.corridor.forex.store.ReferenceRateTable;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Makes the tick engine from what is published, and anew whenever there is more. One a process. */
final class EngineReferenceVerticle extends VerticleBase {
    private final DatabaseSettings databaseSettings;
    private final EngineSource source;
    private final long seed;
    private Database database;

    EngineReferenceVerticle(DatabaseSettings databaseSettings, EngineSource source, long seed) {
        this.databaseSettings = databaseSettings.withPoolSize(1);
        this.source = source;
        this.seed = seed;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings);
        var market = new PublishedMarket(vertx, new ReferenceRateTable(database), new EcbArchive(), seed);
        PublicationNews.follow(vertx, () -> follow(market));
        return follow(market).onFailure(failure -> database.close());
    }

    private Future<Void> follow(PublishedMarket market) {
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
