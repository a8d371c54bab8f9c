package dev.corridor.benchmarks.testbed;

import dev.corridor.benchmarks.measure.MeasurementFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** HTTP client that prepares data before a measurement: few calls at a time, each retried with its idempotency key. */
public final class SetupCaller {
    private static final int CONCURRENCY = 8;
    private static final int ATTEMPTS = 10;
    /** The services' Retry-After. */
    private static final long RETRY_DELAY_S = 1;

    private final Vertx vertx;
    private final HttpCaller http;

    public SetupCaller(Vertx vertx, int port) {
        this.vertx = vertx;
        this.http = new HttpCaller(vertx, port, CONCURRENCY);
    }

    /** @throws MeasurementFailure when a call fails after all attempts */
    public void await(List<? extends Future<?>> posts) {
        Future.all(posts)
                .recover(failure -> Future.failedFuture(
                        new MeasurementFailure("Preparing the data failed: " + failure.getMessage())))
                .await();
    }

    public Future<Buffer> post(String path, String token, Buffer json) {
        return attempt(path, token, UUID.randomUUID().toString(), json, ATTEMPTS);
    }

    private Future<Buffer> attempt(String path, String token, String key, Buffer json, int attempts) {
        return http.post(path, token, key, json)
                .recover(failure -> attempts == 1
                        ? Future.failedFuture(failure)
                        : vertx.timer(RETRY_DELAY_S, TimeUnit.SECONDS)
                                .compose(elapsed -> attempt(path, token, key, json, attempts - 1)));
    }
}
