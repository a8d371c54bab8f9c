package dev.corridor.kit.sql;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import io.vertx.core.Vertx;

/** A database for one test, with the kit's tables and a counter. */
public final class SampleDatabase {
    private SampleDatabase() {}

    public static DatabaseSettings migrated(Vertx vertx) {
        var settings = DatabaseSettings.from(Settings.of(TestServers.shared().freshDatabase("sample")));
        Database.migrate(vertx, settings, "sample").await();
        return settings;
    }
}
