package dev.corridor.kit.sql;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a service's database. They are migrated in a step of its own, by their owner; the service itself never has
 * the owner's password. It waits until its database answers and has every migration. One history serves PostgreSQL and CockroachDB;
 * what only one of them understands lies in a folder that only this database runs.
 */
public final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final long RETRY_MS = 250;
    private static final int ATTEMPTS_PER_LOG_LINE = 20;

    private Schema() {}

    /**
     * The role that migrates, and the database.
     *
     * @param runtimeRole the role of the service, which the migrations grant rights to
     */
    public record Owner(HostPort address, String database, String user, Secret password, String runtimeRole) {
        /** DATABASE_HOST, _PORT, _NAME, _USER, _OWNER_USER, _OWNER_PASSWORD. */
        public static Owner from(Settings settings) {
            return new Owner(
                    new HostPort(settings.text("DATABASE_HOST"), settings.port("DATABASE_PORT")),
                    settings.text("DATABASE_NAME"),
                    settings.text("DATABASE_OWNER_USER"),
                    new Secret(settings.text("DATABASE_OWNER_PASSWORD", "")),
                    settings.text("DATABASE_USER"));
        }
    }

    /**
     * Applies the migrations that are missing. Blocks. Several processes may do so at the same time. CockroachDB runs them without
     * a transaction, so one that failed there is run again from its beginning: each of its statements can be repeated.
     */
    public static void migrate(Owner owner, String service) {
        var flyway =
                flyway(owner.address(), owner.database(), owner.user(), owner.password(), owner.runtimeRole(), service);
        if (Stream.of(flyway.info().all())
                .anyMatch(migration -> migration.getState().isFailed())) {
            flyway.repair();
        }
        flyway.migrate();
    }

    /** Completes when the database answers and no migration is missing. Until then it logs why it waits. */
    public static Future<Void> await(Vertx vertx, DatabaseSettings settings, String service) {
        return await(
                vertx,
                () -> flyway(
                        settings.address(),
                        settings.name(),
                        settings.user(),
                        settings.password(),
                        settings.user(),
                        service),
                1);
    }

    private static Future<Void> await(Vertx vertx, Supplier<Flyway> flyway, int attempt) {
        return vertx.executeBlocking(() -> missing(flyway), false).compose(missing -> {
            if (missing.isEmpty()) {
                return Future.succeededFuture();
            }
            if (attempt % ATTEMPTS_PER_LOG_LINE == 0) {
                LOG.atWarn().addKeyValue("reason", missing).log("waiting for the database");
            }
            return vertx.timer(RETRY_MS, TimeUnit.MILLISECONDS).compose(due -> await(vertx, flyway, attempt + 1));
        });
    }

    /** The reason why the database cannot be used yet; empty when it can. */
    private static String missing(Supplier<Flyway> flyway) {
        try {
            int pending = flyway.get().info().pending().length;
            return pending == 0 ? "" : pending + " migrations are missing; run the service's migrate step";
        } catch (FlywayException unavailable) {
            Throwable reason = unavailable.getCause() == null ? unavailable : unavailable.getCause();
            return String.valueOf(reason.getMessage()).strip();
        }
    }

    private static Flyway flyway(
            HostPort address, String database, String user, Secret password, String runtimeRole, String service) {
        String url = "jdbc:postgresql://" + address + "/" + database;
        String product = product(url, user, password);
        return Flyway.configure()
                .dataSource(url, user, password.value())
                .locations(Stream.of(
                                "migration/outbox",
                                "migration/" + service,
                                product + "/outbox",
                                product + "/" + service)
                        .map(folder -> "db/" + folder)
                        .filter(folder -> Schema.class.getClassLoader().getResource(folder) != null)
                        .map(folder -> "classpath:" + folder)
                        .toArray(String[]::new))
                .placeholders(Map.of("runtime_role", runtimeRole))
                // Migrations of the kit (V0_*) and of the service (V1 and up) are numbered apart; either may get new
                // ones.
                .outOfOrder(true)
                .load();
    }

    /** The folder of what only this database understands: db/postgresql or db/cockroachdb. */
    private static String product(String url, String user, Secret password) {
        try (var connection = DriverManager.getConnection(url, user, password.value());
                var version = connection.createStatement().executeQuery("select version()")) {
            version.next();
            return version.getString(1).startsWith("CockroachDB") ? "cockroachdb" : "postgresql";
        } catch (SQLException unavailable) {
            throw new FlywayException(unavailable.getMessage(), unavailable);
        }
    }
}
