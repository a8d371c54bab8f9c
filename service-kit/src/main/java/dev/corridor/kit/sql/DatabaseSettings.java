package dev.corridor.kit.sql;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import java.time.Duration;

/**
 * Address and credentials of a service's own database (PostgreSQL or CockroachDB). Its role has only the rights that the
 * migrations grant; {@link Schema.Owner} is the other role.
 *
 * @param poolSize connections of one verticle
 * @param statementTimeout after which the database ends a statement; see {@link Database}
 */
public record DatabaseSettings(
        HostPort address, String name, String user, Secret password, int poolSize, Duration statementTimeout) {

    /** DATABASE_HOST, _PORT, _NAME, _USER, _PASSWORD, _POOL_SIZE (4), _STATEMENT_TIMEOUT (PT5S). */
    public static DatabaseSettings from(Settings settings) {
        return new DatabaseSettings(
                new HostPort(settings.text("DATABASE_HOST"), settings.port("DATABASE_PORT")),
                settings.text("DATABASE_NAME"),
                settings.text("DATABASE_USER"),
                new Secret(settings.text("DATABASE_PASSWORD", "")),
                settings.integer("DATABASE_POOL_SIZE", 4, 1, 100),
                settings.duration("DATABASE_STATEMENT_TIMEOUT", Duration.ofSeconds(5)));
    }

    public DatabaseSettings withPoolSize(int connections) {
        return new DatabaseSettings(address, name, user, password, connections, statementTimeout);
    }

    /** Returns the settings for work whose statements may take longer than those of a request. */
    public DatabaseSettings withStatementTimeout(Duration timeout) {
        return new DatabaseSettings(address, name, user, password, poolSize, timeout);
    }
}
