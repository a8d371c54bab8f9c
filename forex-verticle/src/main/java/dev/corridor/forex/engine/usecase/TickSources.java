package dev.corridor.forex.engine.usecase;

import dev.corridor.forex.engine.client.RecordedSource;
import dev.corridor.forex.engine.client.RecordingSettings;
import dev.corridor.forex.engine.domain.EngineSource;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Chooses and opens the configured source of ticks: a recording, or the tick engine. */
public final class TickSources {
    private TickSources() {}

    /** Completes when the source can price every pair. */
    public static Future<TickSource> open(Vertx vertx, EngineSettings settings, DatabaseSettings database) {
        return settings.recording()
                .map(recording -> recording(vertx, recording))
                .orElseGet(() -> engine(vertx, settings, database));
    }

    private static Future<TickSource> recording(Vertx vertx, RecordingSettings settings) {
        return RecordedSource.load(vertx, settings).map(source -> source);
    }

    private static Future<TickSource> engine(Vertx vertx, EngineSettings settings, DatabaseSettings database) {
        var source = new EngineSource();
        return vertx.deployVerticle(new EngineReferenceVerticle(database, source, settings.seed()))
                .map(source);
    }
}
