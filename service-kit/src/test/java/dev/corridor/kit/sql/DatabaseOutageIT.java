package dev.corridor.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that vanishes, hangs or refuses, on the transport that production uses. */
class DatabaseOutageIT {
    private static final int CONNECTIONS = 3;

    private final Vertx vertx = Vertx.vertx(ServiceRuntime.vertxOptions());
    private DatabaseSettings direct;
    private FaultProxy proxy;
    private Database database;

    @BeforeEach
    void connectThroughTheProxy() {
        direct = SampleDatabase.migrated().withPoolSize(CONNECTIONS).withStatementTimeout(Duration.ofMillis(300));
        proxy = FaultProxy.to(direct.address().host(), direct.address().port());
        database = Database.connect(vertx, through(proxy));
    }

    @AfterEach
    void close() {
        database.close().await();
        proxy.close();
        vertx.close().await();
    }

    private DatabaseSettings through(FaultProxy proxy) {
        return new DatabaseSettings(
                new HostPort(Ports.LOOPBACK, proxy.port()),
                direct.name(),
                direct.user(),
                direct.password(),
                direct.poolSize(),
                direct.statementTimeout());
    }

    @Test
    void connections_that_died_silently_are_replaced() {
        pingOnEachConnection();
        proxy.lose();

        assertEachUnavailable(pings());

        await().untilAsserted(this::pingOnEachConnection);
    }

    @Test
    void a_connection_whose_peer_does_not_even_close_is_given_up() {
        pingOnEachConnection();
        proxy.stall();

        assertEachUnavailable(pings());

        proxy.heal();
        await().untilAsserted(this::pingOnEachConnection);
    }

    @Test
    void a_connection_that_is_cut_is_unavailable_at_that_moment_only() {
        pingOnEachConnection();
        var inFlight = database.pool().query("select pg_sleep(0.2)").execute();
        vertx.setTimer(50, later -> proxy.cut());

        assertUnavailable(inFlight);

        await().untilAsserted(this::pingOnEachConnection);
    }

    @Test
    void a_transaction_whose_connection_died_silently_releases_its_locks() {
        Promise<Void> cut = Promise.promise();
        var first = database.transaction(connection -> add(connection).compose(added -> {
            proxy.lose();
            cut.complete();
            return add(connection);
        }));
        cut.future().await();

        assertUnavailable(first);

        // The database still holds the row's lock for its idle client, until it ends the transaction.
        Future<?> again = database.transaction(DatabaseOutageIT::add);
        for (int attempt = 0; attempt < 10 && failed(again); attempt++) {
            again = database.transaction(DatabaseOutageIT::add);
        }
        assertThat(failed(again)).isFalse();
    }

    @Test
    void a_login_that_is_not_answered_fails_and_the_next_one_is_tried() {
        proxy.stall();

        assertEachUnavailable(pings());

        proxy.heal();
        await().untilAsserted(this::pingOnEachConnection);
    }

    @Test
    void a_login_that_the_client_cannot_complete_fails() {
        var withoutPassword = new DatabaseSettings(
                direct.address(), direct.name(), direct.user(), new Secret(""), 1, direct.statementTimeout());
        var refused = Database.connect(vertx, withoutPassword);

        assertThatThrownBy(() -> refused.ping().await()).isInstanceOf(Exception.class);

        refused.close().await();
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_and_its_connection_is_used_again() {
        var backend = "select pg_backend_pid() as pid";
        var one = Database.connect(vertx, direct.withPoolSize(1));
        int before = pid(one, backend);

        assertUnavailable(one.pool().query("select pg_sleep(10)").execute());

        assertThat(pid(one, backend)).isEqualTo(before);
        one.close().await();
    }

    private static int pid(Database database, String query) {
        return database.pool().query(query).execute().await().iterator().next().getInteger("pid");
    }

    private void pingOnEachConnection() {
        Future.all(pings()).await();
    }

    /** Each keeps its connection for a moment, so that they use different ones. */
    private List<Future<?>> pings() {
        List<Future<?>> pings = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            pings.add(database.pool().query("select pg_sleep(0.05)").execute());
        }
        return pings;
    }

    private static Future<?> add(SqlConnection connection) {
        return connection
                .query("update counter set value = value + 1 where id = 1")
                .execute();
    }

    private static boolean failed(Future<?> future) {
        return future.transform(done -> Future.succeededFuture(done.failed())).await();
    }

    private static void assertEachUnavailable(List<Future<?>> futures) {
        futures.forEach(DatabaseOutageIT::assertUnavailable);
    }

    private static void assertUnavailable(Future<?> future) {
        assertThatThrownBy(future::await).matches(Database::isUnavailable, "means that the database is unavailable");
    }
}
