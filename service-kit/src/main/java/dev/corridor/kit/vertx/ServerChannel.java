package dev.corridor.kit.vertx;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.net.impl.NetServerImpl;
import java.lang.reflect.Field;

/**
 * Finds the Netty channel that accepts the connections of an HTTP server. Instances of a verticle that listen on the same port share it.
 *
 * <p>Upstream: no issue asks for it. Vert.x tells of a connection that may become HTTP/2 in clear text only after its first whole
 * request head, so that a connection whose head never ends passes every limit. A connection handler that is called when a
 * connection is accepted would replace this class.
 */
public final class ServerChannel {
    private static final Field TCP_SERVER = field(HttpServerImpl.class, "tcpServer");
    private static final Field SHARED_SERVER = field(NetServerImpl.class, "actualServer");
    private static final Field BOUND = field(NetServerImpl.class, "bindFuture");

    private ServerChannel() {}

    /** @param listening a server that listens */
    public static Channel of(HttpServer listening) {
        try {
            Object shared = SHARED_SERVER.get(TCP_SERVER.get(listening));
            return (Channel) ((Future<?>) BOUND.get(shared)).result();
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            var field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException otherVersion) {
            throw new IllegalStateException("Vert.x has changed: see ServerChannel", otherVersion);
        }
    }
}
