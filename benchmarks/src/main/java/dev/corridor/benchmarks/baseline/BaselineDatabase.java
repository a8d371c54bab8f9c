package dev.corridor.benchmarks.baseline;

import dev.corridor.benchmarks.scene.Scene;
import io.vertx.pgclient.PgConnectOptions;

/** A database of a baseline's own, on the PostgreSQL that the measured services have. */
final class BaselineDatabase {
    private BaselineDatabase() {}

    /** Makes it. Statements are prepared once a connection, as the services' are. */
    static PgConnectOptions create(Scene scene, String name) {
        var database = scene.postgresql().createService("baseline_" + name);
        return new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setDatabase(database.name())
                .setUser(database.ownerUser())
                .setPassword(database.ownerPassword())
                .setCachePreparedStatements(true);
    }
}
