package dev.corridor.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseIT {
    private static Vertx vertx;
    private static Settings environment;
    private static DatabaseSettings settings;
    private static Database database;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        environment = Settings.of(TestServers.shared().freshDatabase("sample"));
        Schema.migrate(Schema.Owner.from(environment), "sample");
        settings = DatabaseSettings.from(environment);
        database = Database.connect(vertx, settings);
    }

    @AfterAll
    static void stop() {
        database.close().await();
        vertx.close().await();
    }

    @Test
    void concurrent_and_repeated_migrations_change_nothing() {
        Future.all(migration(), migration()).await();

        assertThat(database.ping().await()).isNull();
    }

    private static Future<Void> migration() {
        return vertx.executeBlocking(
                () -> {
                    Schema.migrate(Schema.Owner.from(environment), "sample");
                    return null;
                },
                false);
    }

    @Test
    void a_service_waits_until_its_database_has_every_migration() {
        var unmigrated = Settings.of(TestServers.shared().freshDatabase("sample"));

        var waiting = Schema.await(vertx, DatabaseSettings.from(unmigrated), "sample");
        assertThat(waiting.isComplete()).isFalse();
        Schema.migrate(Schema.Owner.from(unmigrated), "sample");

        waiting.await();
    }

    @Test
    void a_service_waits_until_its_database_answers() {
        try (var network =
                FaultProxy.to(settings.address().host(), settings.address().port())) {
            network.refuse();
            var away = new DatabaseSettings(
                    new HostPort(Ports.LOOPBACK, network.port()),
                    settings.name(),
                    settings.user(),
                    settings.password(),
                    1,
                    settings.statementTimeout());

            var waiting = Schema.await(vertx, away, "sample");
            assertThat(waiting.isComplete()).isFalse();
            network.heal();

            waiting.await();
        }
    }

    @Test
    void transactions_in_a_deadlock_are_retried() {
        var upwards = IntStream.range(0, 10).mapToObj(i -> database.transaction(both(1, 2)));
        var downwards = IntStream.range(0, 10).mapToObj(i -> database.transaction(both(2, 1)));
        int before = value();

        Future.all(java.util.stream.Stream.concat(upwards, downwards).toList()).await();

        assertThat(value()).isEqualTo(before + 20);
    }

    @Test
    void a_failed_transaction_is_rolled_back() {
        int before = value();

        var failed = database.transaction(connection ->
                add(connection, 1).compose(added -> Future.failedFuture(new IllegalStateException("no"))));

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> failed.await());
        assertThat(value()).isEqualTo(before);
    }

    @Test
    void commits_are_asynchronous_only_where_chosen() {
        var relaxed = Database.connectWithAsynchronousCommit(vertx, settings);

        assertThat(synchronousCommit(database)).isEqualTo("as the server is configured");
        assertThat(synchronousCommit(relaxed)).isEqualTo("off");
        relaxed.close().await();
    }

    @Test
    void the_runtime_role_has_only_granted_rights() {
        for (String forbidden :
                new String[] {"delete from counter", "drop table counter", "create table mine (id int)"}) {
            assertThatExceptionOfType(PgException.class)
                    .as(forbidden)
                    .isThrownBy(() -> database.pool().query(forbidden).execute().await())
                    .matches(refused -> refused.getSqlState().equals("42501"));
        }
    }

    private static java.util.function.Function<SqlConnection, Future<Void>> both(int first, int second) {
        return connection -> add(connection, first).compose(added -> add(connection, second));
    }

    private static Future<Void> add(SqlConnection connection, int id) {
        return connection
                .preparedQuery("update counter set value = value + 1 where id = $1")
                .execute(Tuple.of(id))
                .mapEmpty();
    }

    private static int value() {
        return database.pool()
                .query("select value from counter where id = 1")
                .execute()
                .map(rows -> rows.iterator().next().getInteger("value"))
                .await();
    }

    private static String synchronousCommit(Database asked) {
        var rows = asked.pool()
                .query("select setting, source from pg_settings where name = 'synchronous_commit'")
                .execute()
                .await();
        var set = rows.iterator().next();
        return set.getString("source").equals("client") ? set.getString("setting") : "as the server is configured";
    }
}
