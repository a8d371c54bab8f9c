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
 * The way to a gRPC service, on which a call of the test's choice stops: before the service has heard of it, or after it has
 * answered and before anybody has heard the answer. All other calls pass. For unary calls.
 */
final class PausingGrpcProxy {
    private final HttpClient client;
    private final int service;
    private final int port = Ports.free();
    private Hold hold;

    /** Where on its way a call stops. */
    enum Side {
        BEFORE,
        AFTER
    }

    private record Hold(String method, Side side, Promise<Void> reached) {
        boolean stops(String path, Side there) {
            return side == there && path.endsWith("/" + method);
        }
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    /** Its ends are closed with {@code vertx}. */
    static PausingGrpcProxy to(Vertx vertx, int port) {
        var link = new PausingGrpcProxy(vertx, port);
        vertx.createHttpServer()
                .requestHandler(link::pass)
                .listen(link.port, Ports.LOOPBACK)
                .await();
        return link;
    }

    private PausingGrpcProxy(Vertx vertx, int service) {
        this.service = service;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    /** Where clients connect to. */
    int port() {
        return port;
    }

    /** Every call of that method stops there from now on; completes when the first of them has got there. */
    synchronized Future<Void> stopAt(String method, Side side) {
        hold = new Hold(method, side, Promise.promise());
        return hold.reached().future();
    }

    /** Calls pass again. Those that were stopped never get any further. */
    synchronized void letPass() {
        hold = null;
    }

    private synchronized boolean isStopped(String path, Side there) {
        boolean stopped = hold != null && hold.stops(path, there);
        if (stopped) {
            hold.reached().tryComplete();
        }
        return stopped;
    }

    private void pass(HttpServerRequest call) {
        call.body().onSuccess(message -> {
            if (!isStopped(call.path(), Side.BEFORE)) {
                ask(call, message).onSuccess(answer -> answer(call, answer)).onFailure(broken -> call.response()
                        .reset());
            }
        });
    }

    private Future<Answer> ask(HttpServerRequest call, Buffer message) {
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
                .compose(head -> head.body().map(body -> new Answer(head, body)));
    }

    private void answer(HttpServerRequest call, Answer answer) {
        if (isStopped(call.path(), Side.AFTER)) {
            return;
        }
        HttpServerResponse response = call.response();
        response.headers().setAll(answer.head().headers());
        response.trailers().setAll(answer.head().trailers());
        response.end(answer.body());
    }
}
