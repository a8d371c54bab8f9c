package dev.corridor.kit.sql;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a service's database. They are migrated in a step of its own, by their owner; the service itself never has
 * the owner's password. It waits until its database answers and has every migration.
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

    /** Applies the migrations that are missing. Blocks. Several processes may do so at the same time. */
    public static void migrate(Owner owner, String service) {
        flyway(owner.address(), owner.database(), owner.user(), owner.password(), owner.runtimeRole(), service)
                .migrate();
    }

    /** Completes when the database answers and no migration is missing. Until then it logs why it waits. */
    public static Future<Void> await(Vertx vertx, DatabaseSettings settings, String service) {
        var flyway = flyway(
                settings.address(), settings.name(), settings.user(), settings.password(), settings.user(), service);
        return await(vertx, flyway, 1);
    }

    private static Future<Void> await(Vertx vertx, Flyway flyway, int attempt) {
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
    private static String missing(Flyway flyway) {
        try {
            int pending = flyway.info().pending().length;
            return pending == 0 ? "" : pending + " migrations are missing; run the service's migrate step";
        } catch (FlywayException unavailable) {
            Throwable reason = unavailable.getCause() == null ? unavailable : unavailable.getCause();
            return String.valueOf(reason.getMessage()).strip();
        }
    }

    private static Flyway flyway(
            HostPort address, String database, String user, Secret password, String runtimeRole, String service) {
        return Flyway.configure()
                .dataSource("jdbc:postgresql://" + address + "/" + database, user, password.value())
                .locations("classpath:db/outbox", "classpath:db/migration/" + service)
                .placeholders(Map.of("runtime_role", runtimeRole))
                // Migrations of the kit (V0_*) and of the service (V1 and up) are numbered apart; either may get new
                // ones.
                .outOfOrder(true)
                .load();
    }
}
