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

/** REST client of one payment process, which repeats a request under the same key until its outcome is final. */
final class RetryingPaymentClient {
    private static final Duration DECISION_TIMEOUT = Duration.ofMinutes(2);
    private static final long RETRY_DELAY_MS = 100;
    private static final long RESPONSE_TIMEOUT_MS = 20_000;
    private static final int CONNECTIONS = 256;

    /** Statuses of final outcomes. A request with any other status may be repeated. */
    private static final Set<Integer> FINAL_STATUSES = Set.of(200, 201, 400, 401, 403, 404, 422);

    private final Vertx vertx;
    private final HttpClient http;
    private final int port;

    /**
     * A request with its idempotency key, which can be sent several times.
     *
     * @param path such as /process or /top-ups
     */
    record Order(String path, String token, JsonObject body, String key) {}

    /** @param retryAfter value of the Retry-After header, or null */
    record Response(int status, JsonObject body, boolean replayed, String retryAfter) {
        String id() {
            return body.getString("id");
        }

        String code() {
            return body.getString("code");
        }

        boolean isFinal() {
            return FINAL_STATUSES.contains(status);
        }
    }

    RetryingPaymentClient(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Sends a request once. Fails when the connection fails. */
    Future<Response> send(Order order) {
        // The body is requested in the same event loop turn as the response head arrives. Requested later, it may be
        // lost.
        return http.request(request(order))
                .compose(sent -> sent.send(order.body().toBuffer()).compose(RetryingPaymentClient::response))
                .timeout(RESPONSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** Sends a request once and resets it after a time. */
    Future<Response> sendAndReset(Order order, long resetAfterMs) {
        return http.request(request(order))
                .compose(sent -> {
                    vertx.setTimer(resetAfterMs, elapsed -> sent.reset());
                    return sent.send(order.body().toBuffer()).compose(RetryingPaymentClient::response);
                })
                .timeout(RESPONSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** Repeats a request under the same key until its outcome is final. */
    Future<Response> sendUntilFinal(Order order) {
        return sendUntilFinal(order, System.nanoTime() + DECISION_TIMEOUT.toNanos());
    }

    private Future<Response> sendUntilFinal(Order order, long deadline) {
        return send(order).transform(done -> {
            if (done.succeeded() && done.result().isFinal()) {
                return Future.succeededFuture(done.result());
            }
            if (System.nanoTime() > deadline) {
                return Future.failedFuture(new AssertionError("No final outcome: " + done.result(), done.cause()));
            }
            return vertx.timer(RETRY_DELAY_MS, TimeUnit.MILLISECONDS)
                    .compose(elapsed -> sendUntilFinal(order, deadline));
        });
    }

    /** All payments of a user, newest first. */
    Future<List<JsonObject>> payments(String token) {
        return page(token, "", new ArrayList<>());
    }

    private Future<List<JsonObject>> page(String token, String cursor, List<JsonObject> before) {
        return http.request(request(HttpMethod.GET, "/payments?limit=100" + cursor, token))
                .compose(request -> request.send().compose(RetryingPaymentClient::response))
                .timeout(RESPONSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
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

    /** The metrics of the process, in the Prometheus text format. */
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
                .setTimeout(RESPONSE_TIMEOUT_MS)
                .putHeader("authorization", "Bearer " + token);
    }

    private static Future<Response> response(HttpClientResponse response) {
        return response.body()
                .map(body -> new Response(
                        response.statusCode(),
                        body.length() == 0 ? new JsonObject() : body.toJsonObject(),
                        "true".equals(response.getHeader("idempotency-replayed")),
                        response.getHeader("retry-after")));
    }
}
