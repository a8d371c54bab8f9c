package dev.corridor.kit.testing;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.util.List;

/**
 * gRPC client that sends a test's calls to one service. Calls through {@link ServiceClient} fail with a {@link
 * dev.corridor.kit.error.Problem}, as they do in production; {@link #outcome} shows status and details as they were sent.
 */
public final class GrpcCaller {
    private final ServiceClient client;
    private final GrpcClient plain;
    private final SocketAddress address;

    public GrpcCaller(Vertx vertx, HostPort address) {
        this.client = ServiceClient.connect(vertx, "tested", List.of(address));
        this.plain = GrpcClient.client(vertx);
        this.address = SocketAddress.inetSocketAddress(address.port(), address.host());
    }

    /** Calls a unary method and waits for its response. */
    public <Q, R> R call(ServiceMethod<R, Q> method, Q request, String token) {
        return start(method, request, token).await();
    }

    /** Calls a unary method without waiting. */
    public <Q, R> Future<R> start(ServiceMethod<R, Q> method, Q request, String token) {
        return client.call(method, request, token);
    }

    /** Calls a method that responds with a stream. The stream is paused. */
    public <Q, R> ReadStream<R> stream(ServiceMethod<R, Q> method, Q request, String token) {
        return client.stream(method, request, token).await();
    }

    /** Calls a unary method and waits for its gRPC status and details, whether it succeeded or not. */
    public <Q, R> GrpcOutcome<R> outcome(ServiceMethod<R, Q> method, Q request, String token) {
        return request(method, token)
                .compose(call -> call.send(request).compose(response -> response.last()
                        .transform(last -> Future.succeededFuture(GrpcOutcome.of(response, last.result())))))
                .await();
    }

    /** Opens a call before anything is sent, for streams and for callers that misbehave. */
    public <Q, R> GrpcClientRequest<Q, R> open(ServiceMethod<R, Q> method, String token) {
        return request(method, token).await();
    }

    private <Q, R> Future<GrpcClientRequest<Q, R>> request(ServiceMethod<R, Q> method, String token) {
        return plain.request(address, method).map(call -> {
            if (!token.isEmpty()) {
                call.headers().set("authorization", "Bearer " + token);
            }
            return call;
        });
    }
}
