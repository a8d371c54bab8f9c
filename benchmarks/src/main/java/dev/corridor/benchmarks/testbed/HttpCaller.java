package dev.corridor.benchmarks.testbed;

import dev.corridor.embedded.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Minimal HTTP/1.1 client: one keep-alive connection per caller. An instance belongs to one event loop. */
public final class HttpCaller {
    private final HttpClient client;

    public HttpCaller(Vertx vertx, int port, int connections) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost(Ports.LOOPBACK).setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    public Future<Buffer> get(String path, String token) {
        return client.request(request(HttpMethod.GET, path, token))
                .compose(request -> request.send().compose(response -> body(response, 200)));
    }

    /** @param idempotencyKey unique among the requests of the token */
    public Future<Buffer> post(String path, String token, String idempotencyKey, Buffer json) {
        return post(request(HttpMethod.POST, path, token).putHeader("idempotency-key", idempotencyKey), json, 201);
    }

    /** Sends a POST that creates many objects and is answered with 200. */
    public Future<Buffer> postBatch(String path, String token, Buffer json) {
        return post(request(HttpMethod.POST, path, token), json, 200);
    }

    private Future<Buffer> post(RequestOptions options, Buffer json, int expectedStatus) {
        return client.request(options.putHeader("content-type", "application/json"))
                .compose(request -> request.send(json).compose(response -> body(response, expectedStatus)));
    }

    private static RequestOptions request(HttpMethod method, String path, String token) {
        return new RequestOptions().setMethod(method).setURI(path).putHeader("authorization", "Bearer " + token);
    }

    private static Future<Buffer> body(HttpClientResponse response, int expectedStatus) {
        return response.statusCode() == expectedStatus
                ? response.body()
                : response.body()
                        .compose(problem -> Future.failedFuture(
                                "the response was " + response.statusCode() + " " + problem.toString()));
    }
}
