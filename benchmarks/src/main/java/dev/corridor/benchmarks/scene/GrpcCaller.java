package dev.corridor.benchmarks.scene;

import dev.corridor.embedded.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.ServiceMethod;

/** The plainest gRPC client Vert.x has: one connection, a token in the metadata, no deadline. Belongs to one event loop. */
public final class GrpcCaller {
    private final GrpcClient client;
    private final SocketAddress server;
    private final String authorization;

    public GrpcCaller(Vertx vertx, int port, String token) {
        this.client = GrpcClient.client(vertx);
        this.server = SocketAddress.inetSocketAddress(port, Ports.LOOPBACK);
        this.authorization = "Bearer " + token;
    }

    /** Fails when the answer is an error. */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q message) {
        return client.request(server, method)
                .compose(request -> send(request, message).compose(response -> response.last()));
    }

    /** A call in which both sides stream. */
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
