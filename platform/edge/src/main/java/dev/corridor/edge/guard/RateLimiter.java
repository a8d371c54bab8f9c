package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts calls in Redis, so that all edges count together: one counter a caller, API and minute, raised and given its
 * expiry in one round trip. Without Redis nobody is limited: a lost counter must not close the door. Belongs to one verticle,
 * with one connection on which counts follow each other without waiting for answers.
 */
public final class RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final int WINDOW_SECONDS = 60;
    private static final long COUNT_TIMEOUT_MS = 1_000;
    private static final long RECONNECT_AFTER_MS = 1_000;
    private static final int MAX_COUNTS_UNDER_WAY = 5_000;

    private final Vertx vertx;
    private final Redis redis;
    private final Clock clock;
    private final Counter uncounted;
    private RedisConnection connection;
    private boolean isReconnecting;
    private boolean closed;

    /** @param remaining calls in this window; below zero: this one was too many */
    record Quota(ThrottlingPolicy policy, long remaining, long secondsToNextWindow) {
        boolean isExceeded() {
            return remaining < 0;
        }
    }

    public RateLimiter(Vertx vertx, URI redisUrl, Clock clock, MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(redisUrl.toString())
                        .setMaxWaitingHandlers(2 * MAX_COUNTS_UNDER_WAY));
        this.clock = clock;
        this.uncounted = Counter.builder("corridor.edge.uncounted")
                .description("Requests let through without being counted, because Redis did not answer")
                .register(metrics);
    }

    /** Completes when the first attempt is over, whichever way it went: the edge opens without Redis too. */
    public Future<Void> connect() {
        return redis.connect()
                .onSuccess(this::use)
                .onFailure(this::lost)
                .transform(attempt -> Future.succeededFuture());
    }

    /**
     * Counts one call.
     *
     * @param what is called: an API's name, or a door of the edge's own
     * @param cost as how many calls it counts
     * @return empty-handed (null) when it could not be counted
     */
    Future<Quota> count(String what, ThrottlingPolicy policy, String caller, int cost) {
        if (connection == null) {
            return letThrough();
        }
        Instant now = clock.instant();
        long window = now.getEpochSecond() / WINDOW_SECONDS;
        String counter = "corridor:edge:" + what + ":" + window + ":" + caller;
        var used = connection;
        return used.batch(List.of(
                        Request.cmd(Command.INCRBY, counter, String.valueOf(cost)),
                        Request.cmd(Command.EXPIRE, counter, String.valueOf(2 * WINDOW_SECONDS))))
                .timeout(COUNT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(answers -> quota(policy, answers.get(0), now))
                .recover(failure -> {
                    used.close();
                    lost(failure);
                    return letThrough();
                });
    }

    /** Whether calls are counted just now; they pass either way. */
    public boolean isCounting() {
        return connection != null;
    }

    public Future<Void> close() {
        closed = true;
        return redis.close();
    }

    private void use(RedisConnection opened) {
        connection = opened;
        opened.exceptionHandler(this::lost).endHandler(ended -> lost(new ClosedChannelException()));
        LOG.info("rate limits are on");
    }

    private void lost(Throwable reason) {
        if (closed || isReconnecting) {
            return;
        }
        LOG.atWarn().addKeyValue("reason", String.valueOf(reason)).log("rate limits are off: Redis does not answer");
        connection = null;
        isReconnecting = true;
        vertx.setTimer(RECONNECT_AFTER_MS, elapsed -> {
            isReconnecting = false;
            connect();
        });
    }

    private Future<Quota> letThrough() {
        uncounted.increment();
        return Future.succeededFuture();
    }

    private static Quota quota(ThrottlingPolicy policy, Response count, Instant now) {
        return new Quota(
                policy,
                policy.requestsPerMinute() - count.toLong(),
                WINDOW_SECONDS - now.getEpochSecond() % WINDOW_SECONDS);
    }
}
