package dev.corridor.kit.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As {@link UpstreamIT}, for what concerns the database client. */
class DatabaseUpstreamIT {
    private final Vertx vertx = Vertx.vertx(ServiceRuntime.vertxOptions());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void pg_transport_driver_and_pool_failure_the_client_ignores_transport_options_and_has_no_exception_of_its_own() {
        var pool = silentServer(PgBuilder.pool());

        assertThatThrownBy(() -> pool.query("select 1").execute().await()).matches(PoolFailure::is);
    }

    @Test
    void the_transport_driver_ends_a_login_that_is_not_answered() {
        var pool = silentServer(ClientBuilder.pool(new PgTransportDriver()));

        assertThatThrownBy(() -> pool.query("select 1").execute().await())
                .isInstanceOf(ClosedConnectionException.class);
    }

    /** @return a pool that waits a second for a connection to a server that never says anything */
    private Pool silentServer(ClientBuilder<Pool> builder) {
        int port = vertx.createNetServer()
                .connectHandler(caller -> caller.handler(bytes -> {}))
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();
        var transport = new NetClientOptions();
        transport.setReadIdleTimeout(100).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return builder.with(new PoolOptions().setConnectionTimeout(1))
                .with(transport)
                .connectingTo(new PgConnectOptions()
                        .setHost(Ports.LOOPBACK)
                        .setPort(port)
                        .setUser("nobody")
                        .setPassword("none")
                        .setDatabase("none"))
                .using(vertx)
                .build();
    }

    @Test
    void keep_alive_probes_the_kernel_probes_an_idle_connection_after_hours() {
        assumeTrue(vertx.isNativeTransportEnabled());
        var settings = DatabaseSettings.from(Settings.of(TestServers.shared().freshDatabase("sample")));
        var plain = PgBuilder.pool()
                .connectingTo(Database.connectOptions(settings))
                .using(vertx)
                .build();
        var channel = SqlChannel.of(plain.getConnection().await());
        var idle = KeepAliveProbes.option("TCP_KEEPIDLE");
        assertThat(channel.config().getOption(idle)).isGreaterThan(KeepAliveProbes.IDLE_S);

        KeepAliveProbes.schedule(channel);

        assertThat(channel.config().getOption(idle)).isEqualTo(KeepAliveProbes.IDLE_S);
        assertThat(channel.config().getOption(KeepAliveProbes.option("TCP_KEEPCNT")))
                .isEqualTo(KeepAliveProbes.COUNT);
    }
}
