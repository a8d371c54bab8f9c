package dev.corridor.benchmarks.scene;

import dev.corridor.benchmarks.measure.CallsFailed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Prepares what is measured later: a few calls at a time, each repeated under its key while it fails. */
public final class PacedCaller {
    private static final int AT_A_TIME = 8;
    private static final int ATTEMPTS = 10;
    /** What Retry-After says. */
    private static final long PAUSE_S = 1;

    private final Vertx vertx;
    private final HttpCaller http;

    public PacedCaller(Vertx vertx, int port) {
        this.vertx = vertx;
        this.http = new HttpCaller(vertx, port, AT_A_TIME);
    }

    /** @throws CallsFailed when one of them keeps failing */
    public void await(List<? extends Future<?>> posts) {
        Future.all(posts)
                .recover(failure ->
                        Future.failedFuture(new CallsFailed("The preparation failed: " + failure.getMessage())))
                .await();
    }

    public Future<Buffer> post(String path, String token, Buffer json) {
        return attempt(path, token, UUID.randomUUID().toString(), json, ATTEMPTS);
    }

    private Future<Buffer> attempt(String path, String token, String key, Buffer json, int attempts) {
        return http.post(path, token, key, json)
                .recover(failure -> attempts == 1
                        ? Future.failedFuture(failure)
                        : vertx.timer(PAUSE_S, TimeUnit.SECONDS)
                                .compose(elapsed -> attempt(path, token, key, json, attempts - 1)));
    }
}
