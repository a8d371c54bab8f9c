package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;

/**
 * Proxy in front of a gRPC service that can hold back the calls of one method: before the service receives them, or after the
 * service has responded and before the client receives the response. It forwards all other calls. For unary calls.
 */
final class PausingGrpcProxy {
    private final HttpClient client;
    private final int service;
    private final int port = Ports.free();
    private Pause pause;

    /** Where a call is paused: before or after the service handles it. */
    enum Side {
        BEFORE,
        AFTER
    }

    private record Pause(String method, Side side, Promise<Void> reached) {
        boolean applies(String path, Side there) {
            return side == there && path.endsWith("/" + method);
        }
    }

    private record Response(HttpClientResponse head, Buffer body) {}

    /** Starts a proxy to the service on that port. Closing {@code vertx} stops it. */
    static PausingGrpcProxy to(Vertx vertx, int port) {
        var proxy = new PausingGrpcProxy(vertx, port);
        vertx.createHttpServer()
                .requestHandler(proxy::forward)
                .listen(proxy.port, Ports.LOOPBACK)
                .await();
        return proxy;
    }

    private PausingGrpcProxy(Vertx vertx, int service) {
        this.service = service;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    /** The port that clients connect to. */
    int port() {
        return port;
    }

    /** Pauses every call of that method from now on. Completes when the first call is paused. */
    synchronized Future<Void> pauseAt(String method, Side side) {
        pause = new Pause(method, side, Promise.promise());
        return pause.reached().future();
    }

    /** Forwards all calls again. Calls that were paused stay paused for ever. */
    synchronized void stopPausing() {
        pause = null;
    }

    private synchronized boolean isPaused(String path, Side there) {
        boolean paused = pause != null && pause.applies(path, there);
        if (paused) {
            pause.reached().tryComplete();
        }
        return paused;
    }

    private void forward(HttpServerRequest call) {
        call.body().onSuccess(message -> {
            if (!isPaused(call.path(), Side.BEFORE)) {
                send(call, message)
                        .onSuccess(response -> respond(call, response))
                        .onFailure(failure -> call.response().reset());
            }
        });
    }

    private Future<Response> send(HttpServerRequest call, Buffer message) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(Ports.LOOPBACK)
                .setPort(service)
                .setURI(call.uri());
        return client.request(options)
                .compose(request -> {
                    request.headers().setAll(call.headers());
                    return request.send(message);
                })
                .compose(head -> head.body().map(body -> new Response(head, body)));
    }

    private void respond(HttpServerRequest call, Response fromService) {
        if (isPaused(call.path(), Side.AFTER)) {
            return;
        }
        HttpServerResponse response = call.response();
        response.headers().setAll(fromService.head().headers());
        response.trailers().setAll(fromService.head().trailers());
        response.end(fromService.body());
    }
}
