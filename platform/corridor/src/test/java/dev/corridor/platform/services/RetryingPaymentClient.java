package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A client of the REST door of one payment process, as a careful program is one: it repeats what it has no answer to. */
final class RetryingPaymentClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE_MS = 100;
    private static final long ANSWER_BOUND_MS = 20_000;
    private static final int CONNECTIONS = 256;

    /** Paid, or refused for good; everything else may be repeated. */
    private static final Set<Integer> DECIDED = Set.of(200, 201, 400, 401, 403, 404, 422);

    private final Vertx vertx;
    private final HttpClient http;
    private final int port;

    /**
     * A payment to be asked for, as often as it takes.
     *
     * @param path /process or /top-ups
     */
    record Order(String path, String token, JsonObject body, String key) {}

    /** @param retryAfter null: the answer has none */
    record Answer(int status, JsonObject body, boolean replayed, String retryAfter) {
        String id() {
            return body.getString("id");
        }

        String code() {
            return body.getString("code");
        }

        boolean isDecided() {
            return DECIDED.contains(status);
        }
    }

    RetryingPaymentClient(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Once; fails when the connection does. */
    Future<Answer> send(Order order) {
        // The body is asked for in the turn that brings the head: asked for later, from another thread, it never comes.
        return http.request(request(order))
                .compose(sent -> sent.send(order.body().toBuffer()).compose(RetryingPaymentClient::answer))
                .timeout(ANSWER_BOUND_MS, TimeUnit.MILLISECONDS);
    }

    /** Once, by somebody who hangs up after a while. */
    Future<Answer> sendImpatiently(Order order, long patienceMs) {
        return http.request(request(order))
                .compose(sent -> {
                    vertx.setTimer(patienceMs, enough -> sent.reset());
                    return sent.send(order.body().toBuffer()).compose(RetryingPaymentClient::answer);
                })
                .timeout(ANSWER_BOUND_MS, TimeUnit.MILLISECONDS);
    }

    /** Again and again, under the same key, until it is paid or refused for good. */
    Future<Answer> untilDecided(Order order) {
        return untilDecided(order, System.nanoTime() + PATIENCE.toNanos());
    }

    private Future<Answer> untilDecided(Order order, long deadline) {
        return send(order).transform(done -> {
            if (done.succeeded() && done.result().isDecided()) {
                return Future.succeededFuture(done.result());
            }
            if (System.nanoTime() > deadline) {
                return Future.failedFuture(new AssertionError("Not decided: " + done.result(), done.cause()));
            }
            return vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS).compose(paused -> untilDecided(order, deadline));
        });
    }

    /** All of a user's payments, newest first. */
    Future<List<JsonObject>> payments(String token) {
        return page(token, "", new ArrayList<>());
    }

    private Future<List<JsonObject>> page(String token, String cursor, List<JsonObject> before) {
        return http.request(request(HttpMethod.GET, "/payments?limit=100" + cursor, token))
                .compose(request -> request.send().compose(RetryingPaymentClient::answer))
                .timeout(ANSWER_BOUND_MS, TimeUnit.MILLISECONDS)
                .compose(page -> {
                    if (page.status() != 200) {
                        return Future.failedFuture(new IllegalStateException(page.toString()));
                    }
                    page.body()
                            .getJsonArray("payments", new JsonArray())
                            .forEach(each -> before.add((JsonObject) each));
                    String next = page.body().getString("next_cursor");
                    return next == null ? Future.succeededFuture(before) : page(token, "&cursor=" + next, before);
                });
    }

    /** What the process measures of itself. */
    Future<String> metrics() {
        return http.request(HttpMethod.GET, port, Ports.LOOPBACK, "/metrics")
                .compose(request -> request.send().compose(response -> response.body()))
                .map(body -> body.toString());
    }

    private RequestOptions request(Order order) {
        return request(HttpMethod.POST, order.path(), order.token())
                .putHeader("x-correlation-id", order.key())
                .putHeader("idempotency-key", order.key())
                .putHeader("content-type", "application/json");
    }

    private RequestOptions request(HttpMethod method, String uri, String token) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(Ports.LOOPBACK)
                .setPort(port)
                .setURI(uri)
                .setTimeout(ANSWER_BOUND_MS)
                .putHeader("authorization", "Bearer " + token);
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(
                        response.statusCode(),
                        body.length() == 0 ? new JsonObject() : body.toJsonObject(),
                        "true".equals(response.getHeader("idempotency-replayed")),
                        response.getHeader("retry-after")));
    }
}
