package dev.corridor.kit.vertx;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.Future;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * TCP client whose connections are closed at an idle timeout whether or not the peer answers.
 *
 * <p>Upstream: no issue asks for it. At an idle timeout Vert.x closes the connection through all its handlers. The codec of the
 * PostgreSQL client then says goodbye and waits for the server to close, which a server that has vanished never does; if it
 * closed the channel itself after a time, this class could go.
 */
final class IdleClosingClient implements NetClient {
    /** Name under which Vert.x adds the handler of its idle timeouts, the first one of a connection. */
    static final String IDLE_HANDLER = "idle";

    private final NetClient client;

    IdleClosingClient(NetClient client) {
        this.client = client;
    }

    @Override
    public Future<NetSocket> connect(ConnectOptions options) {
        return client.connect(options).onSuccess(IdleClosingClient::closeWhenIdle);
    }

    private static void closeWhenIdle(NetSocket socket) {
        var pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
        if (pipeline.get(IDLE_HANDLER) != null) {
            pipeline.addAfter(IDLE_HANDLER, "close-when-idle", new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext context, Object event) {
                    if (event instanceof IdleStateEvent) {
                        context.close();
                    } else {
                        context.fireUserEventTriggered(event);
                    }
                }
            });
        }
    }

    @Override
    public Future<NetSocket> connect(int port, String host) {
        return connect(new ConnectOptions().setPort(port).setHost(host));
    }

    @Override
    public Future<NetSocket> connect(int port, String host, String serverName) {
        return connect(new ConnectOptions().setPort(port).setHost(host).setSniServerName(serverName));
    }

    @Override
    public Future<NetSocket> connect(SocketAddress address) {
        return connect(new ConnectOptions().setRemoteAddress(address));
    }

    @Override
    public Future<NetSocket> connect(SocketAddress address, String serverName) {
        return connect(new ConnectOptions().setRemoteAddress(address).setSniServerName(serverName));
    }

    @Override
    public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
        return client.updateSSLOptions(options, force);
    }

    @Override
    public Future<Void> shutdown(long timeout, TimeUnit unit) {
        return client.shutdown(timeout, unit);
    }

    @Override
    public boolean isMetricsEnabled() {
        return client.isMetricsEnabled();
    }
}
