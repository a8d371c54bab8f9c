package dev.corridor.kit.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;

/**
 * Driver for PostgreSQL that uses the transport options of its pool, such as timeouts.
 *
 * <p>Upstream: <a href="https://github.com/eclipse-vertx/vertx-sql-client/issues/1608">vertx-sql-client#1608</a>. The client's
 * own driver ignores them.
 */
public final class PgTransportDriver extends PgDriver {
    @Override
    public ConnectionFactory<PgConnectOptions> createConnectionFactory(Vertx vertx, NetClientOptions transport) {
        return new PgConnectionFactory(new VertxWrapper((VertxInternal) vertx) {
            @Override
            public NetClient createNetClient(NetClientOptions ignored) {
                return new IdleClosingClient(super.createNetClient(transport));
            }
        });
    }
}
