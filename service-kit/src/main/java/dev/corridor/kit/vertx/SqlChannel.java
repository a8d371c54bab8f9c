package dev.corridor.kit.vertx;

import io.netty.channel.Channel;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Finds the Netty channel of a database connection.
 *
 * <p>Upstream: no issue asks for it. The client has no public API for it; one would replace this class.
 */
final class SqlChannel {
    private SqlChannel() {}

    static Channel of(SqlConnection pooled) {
        var connection = ((SqlConnectionInternal) pooled).unwrap().unwrap();
        return ((SocketConnectionBase) connection)
                .socket()
                .channelHandlerContext()
                .channel();
    }
}
