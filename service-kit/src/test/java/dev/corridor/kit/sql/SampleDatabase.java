package dev.corridor.kit.sql;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;

/** A database for one test, with the kit's tables and a counter. */
public final class SampleDatabase {
    private SampleDatabase() {}

    public static DatabaseSettings migrated() {
        var settings = Settings.of(TestServers.shared().freshDatabase("sample"));
        Schema.migrate(Schema.Owner.from(settings), "sample");
        return DatabaseSettings.from(settings);
    }
}
