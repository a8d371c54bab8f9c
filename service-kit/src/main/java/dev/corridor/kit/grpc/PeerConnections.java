package dev.corridor.kit.grpc;

import dev.corridor.kit.vertx.ClientResets;
import dev.corridor.kit.vertx.FlushConsolidation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** HTTP/2 connections to the addresses of one service, each watched by a {@link PeerConnection}. */
final class PeerConnections {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int IDLE_TIMEOUT_S = 120;
    private static final int CONNECTIONS_PER_ADDRESS = 2;
    private static final Buffer PING = Buffer.buffer(new byte[8]);

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final GrpcClient client;
    private final Duration keepalive;
    private final Supplier<Duration> pingTimeout;
    private final Map<HttpConnection, PeerConnection> watched = new ConcurrentHashMap<>();

    /** Reports that nothing was sent, because there is no connection. */
    static final class NotConnected extends RuntimeException {
        private NotConnected(Throwable cause) {
            super(cause.toString(), cause, false, false);
        }
    }

    /**
     * @param keepalive how often an idle connection is pinged
     * @param pingTimeout after which a connection without a response is given up
     */
    PeerConnections(Vertx vertx, Duration keepalive, Supplier<Duration> pingTimeout) {
        this.vertx = vertx;
        this.keepalive = keepalive;
        this.pingTimeout = pingTimeout;
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setHttp2KeepAliveTimeout(IDLE_TIMEOUT_S))
                .with(new PoolOptions().setHttp2MaxSize(CONNECTIONS_PER_ADDRESS))
                .withConnectHandler(connection -> {
                    FlushConsolidation.apply(connection);
                    ClientResets.allow(connection);
                })
                .build();
        this.client = GrpcClient.client(vertx, http);
    }

    /** Opens a call. Fails with {@link NotConnected} when there is no connection in time; then nothing is sent. */
    <Q, R> Future<GrpcClientRequest<Q, R>> open(PeerAddress address, ServiceMethod<R, Q> method) {
        var opening = client.request(address.socket(), method);
        return inTime(opening).recover(failure -> {
            // A connection that comes too late is not used by this call.
            opening.onSuccess(GrpcClientRequest::cancel);
            return Future.failedFuture(new NotConnected(failure));
        });
    }

    /** A call on an open connection needs no timer. */
    private static <T> Future<T> inTime(Future<T> opening) {
        return opening.isComplete() ? opening : opening.timeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    PeerConnection watch(HttpConnection connection) {
        return watched.computeIfAbsent(
                connection,
                fresh -> PeerConnection.watch(
                        vertx, fresh, keepalive, pingTimeout.get(), () -> watched.remove(connection)));
    }

    /** Succeeds if the address accepts a connection and answers a ping on it. */
    Future<?> probe(PeerAddress address) {
        return http.connect(new HttpConnectOptions()
                        .setServer(address.socket())
                        .setHost(address.socket().host())
                        .setPort(address.socket().port()))
                .compose(connection -> connection.ping(PING).eventually(connection::close))
                .timeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    Future<Void> close() {
        return http.close();
    }
}
