package dev.corridor.benchmarks.baseline;

import dev.corridor.benchmarks.testbed.Testbed;
import io.vertx.pgclient.PgConnectOptions;

/** Creates the database of a baseline on the same PostgreSQL that the measured services use. */
final class BaselineDatabase {
    private BaselineDatabase() {}

    /** Creates the database. Statements are prepared once per connection, as in the services. */
    static PgConnectOptions create(Testbed testbed, String name) {
        var database = testbed.postgresql().createService("baseline_" + name);
        return new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setDatabase(database.name())
                .setUser(database.ownerUser())
                .setPassword(database.ownerPassword())
                .setCachePreparedStatements(true);
    }
}
