package dev.corridor.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
    private static DatabaseSettings settings;
    private static Database database;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        settings = SampleDatabase.migrated(vertx);
        database = Database.connect(vertx, settings);
    }

    @AfterAll
    static void stop() {
        database.close().await();
        vertx.close().await();
    }

    @Test
    void concurrent_and_repeated_migrations_change_nothing() {
        Future.all(Database.migrate(vertx, settings, "sample"), Database.migrate(vertx, settings, "sample"))
                .await();

        assertThat(database.ping().await()).isNull();
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
