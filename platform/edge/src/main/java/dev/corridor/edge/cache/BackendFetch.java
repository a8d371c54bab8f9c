package dev.corridor.edge.cache;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.proxy.Backends;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Client that fetches a whole response from a backend, up to a size. Belongs to one verticle. */
final class BackendFetch {
    /** HTTP/2's error code for a cancelled stream. */
    private static final long CANCEL = 8;

    private final Backends backends;
    private final Clock clock;
    private final int maxBytes;
    private final Duration timeout;

    /**
     * Response of a backend.
     *
     * @param body empty if it is larger than a response that can be stored
     * @param at when it was received
     * @param delay how long the backend took
     */
    record Fetched(int status, MultiMap headers, Optional<Buffer> body, Instant at, Duration delay) {}

    BackendFetch(Backends backends, Clock clock, int maxBytes, Duration timeout) {
        this.backends = backends;
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    Future<Fetched> get(Api api, String uri, MultiMap headers) {
        return attempt(api, uri, headers)
                // The backend may have closed an idle connection just then (RFC 9110, section 9.2.2).
                .recover(failure -> failure instanceof HttpClosedException || failure instanceof IOException
                        ? attempt(api, uri, headers)
                        : Future.failedFuture(failure));
    }

    private Future<Fetched> attempt(Api api, String uri, MultiMap headers) {
        Instant asked = clock.instant();
        return backends.open(() -> false, api, HttpMethod.GET, uri).compose(request -> {
            request.headers().addAll(headers);
            return request.send()
                    .compose(response -> read(response, asked))
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(failure -> request.reset(CANCEL));
        });
    }

    private Future<Fetched> read(HttpClientResponse response, Instant asked) {
        Promise<Fetched> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(done::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= maxBytes) {
                body.appendBuffer(chunk);
            } else if (done.tryComplete(fetched(response, Optional.empty(), asked))) {
                response.request().reset(CANCEL);
            }
        });
        response.endHandler(end -> done.tryComplete(fetched(response, Optional.of(body), asked)));
        return done.future();
    }

    private Fetched fetched(HttpClientResponse response, Optional<Buffer> body, Instant asked) {
        Instant now = clock.instant();
        Duration delay = Duration.between(asked, now);
        return new Fetched(
                response.statusCode(), response.headers(), body, now, delay.isNegative() ? Duration.ZERO : delay);
    }
}
