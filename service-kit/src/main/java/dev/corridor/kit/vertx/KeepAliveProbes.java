package dev.corridor.kit.vertx;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.sqlclient.SqlConnection;

/**
 * Makes the kernel probe a database connection that is not in use, so that one whose peer has vanished leaves the pool
 * before a request is sent over it. Linux' default is to begin after two hours.
 *
 * <p>Upstream: no issue asks for it. {@code NetClientOptions} switches the probes on, but has no times for them; options
 * for these would replace this class. Transports other than epoll keep the system's times.
 */
public final class KeepAliveProbes {
    static final int IDLE_S = 10;
    static final int INTERVAL_S = 2;
    static final int COUNT = 3;

    private KeepAliveProbes() {}

    /** Sets the times of the probes of a connection that a pool has just opened. */
    public static void schedule(SqlConnection opened) {
        schedule(SqlChannel.of(opened));
    }

    static void schedule(Channel channel) {
        channel.config().setOption(option("TCP_KEEPIDLE"), IDLE_S);
        channel.config().setOption(option("TCP_KEEPINTVL"), INTERVAL_S);
        channel.config().setOption(option("TCP_KEEPCNT"), COUNT);
    }

    /** By name, because the classes of the native transport are there at run time only. */
    static ChannelOption<Integer> option(String name) {
        return ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#" + name);
    }
}
