package dev.corridor.benchmarks.testbed;

import dev.corridor.embedded.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.ServiceMethod;

/** Minimal gRPC client: one connection, a token in the metadata, no deadline. An instance belongs to one event loop. */
public final class GrpcCaller {
    private final GrpcClient client;
    private final SocketAddress server;
    private final String authorization;

    public GrpcCaller(Vertx vertx, int port, String token) {
        this.client = GrpcClient.client(vertx);
        this.server = SocketAddress.inetSocketAddress(port, Ports.LOOPBACK);
        this.authorization = "Bearer " + token;
    }

    /** Calls a unary method. Fails when the status is not OK. */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q message) {
        return client.request(server, method)
                .compose(request -> send(request, message).compose(response -> response.last()));
    }

    /** Opens a bidirectional stream. */
    public <Q, R> Future<GrpcClientRequest<Q, R>> open(ServiceMethod<R, Q> method) {
        return client.request(server, method).map(request -> {
            request.headers().set("authorization", authorization);
            return request;
        });
    }

    private <Q, R> Future<GrpcClientResponse<Q, R>> send(GrpcClientRequest<Q, R> request, Q message) {
        request.headers().set("authorization", authorization);
        return request.send(message);
    }
}
