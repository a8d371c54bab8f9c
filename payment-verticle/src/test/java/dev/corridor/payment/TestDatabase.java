package dev.corridor.payment;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A migrated database for one test class, used with the runtime role's rights. */
public final class TestDatabase implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = TestServers.shared().freshDatabase("payment");
    private final Database database;

    private TestDatabase() {
        var settings = Settings.of(environment);
        Schema.migrate(Schema.Owner.from(settings), "payment");
        database = Database.connect(vertx, DatabaseSettings.from(settings));
    }

    public static TestDatabase create() {
        return new TestDatabase();
    }

    public Vertx vertx() {
        return vertx;
    }

    /** A connection pool of one connection to the same database. */
    public Database connectOnce() {
        return Database.connect(
                vertx, DatabaseSettings.from(Settings.of(environment)).withPoolSize(1));
    }

    public Database database() {
        return database;
    }

    /** The settings of a service that uses this database. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The types of the events in the outbox for a payment, in order. */
    public List<String> events(UUID paymentId) {
        var rows = database.pool()
                .query("select type from outbox_event where event_key = '%s' order by id, position"
                        .formatted(paymentId))
                .execute()
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString("type").replace("dev.corridor.payment.", ""))
                .toList();
    }

    @Override
    public void close() {
        database.close().await();
        vertx.close().await();
    }
}
