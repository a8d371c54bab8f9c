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
 * Rate limiter that counts calls in Redis, shared by all edges: one counter for each caller, API and minute, incremented in one
 * round trip. Without Redis calls pass uncounted, because an outage of the counters must not become an outage of the platform.
 * Belongs to one verticle; its one connection is pipelined.
 */
public final class RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final int WINDOW_SECONDS = 60;
    private static final long COUNT_TIMEOUT_MS = 1_000;
    private static final long RECONNECT_AFTER_MS = 1_000;
    private static final int MAX_COUNTS_IN_FLIGHT = 5_000;

    private final Vertx vertx;
    private final Redis redis;
    private final Clock clock;
    private final Counter uncounted;
    private RedisConnection connection;
    private boolean isReconnecting;
    private boolean closed;

    /**
     * Result of counting a call.
     *
     * @param remaining calls that are left in this window; negative: this call exceeds the limit
     */
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
                        .setMaxWaitingHandlers(2 * MAX_COUNTS_IN_FLIGHT));
        this.clock = clock;
        this.uncounted = Counter.builder("corridor.edge.uncounted")
                .description("Requests that passed uncounted because Redis did not answer")
                .register(metrics);
    }

    /** Connects to Redis. Completes after the first attempt even if it failed: the edge also starts without Redis. */
    public Future<Void> connect() {
        return redis.connect()
                .onSuccess(this::use)
                .onFailure(this::lost)
                .transform(attempt -> Future.succeededFuture());
    }

    /**
     * Counts one call.
     *
     * @param endpoint the name of an API or of one of the edge's own endpoints
     * @param cost the number of calls that it counts as
     * @return null when the call could not be counted
     */
    Future<Quota> count(String endpoint, ThrottlingPolicy policy, String caller, int cost) {
        if (connection == null) {
            return passUncounted();
        }
        Instant now = clock.instant();
        long window = now.getEpochSecond() / WINDOW_SECONDS;
        String counter = "corridor:edge:" + endpoint + ":" + window + ":" + caller;
        var used = connection;
        return used.batch(List.of(
                        Request.cmd(Command.INCRBY, counter, String.valueOf(cost)),
                        Request.cmd(Command.EXPIRE, counter, String.valueOf(2 * WINDOW_SECONDS))))
                .timeout(COUNT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(answers -> quota(policy, answers.get(0), now))
                .recover(failure -> {
                    used.close();
                    lost(failure);
                    return passUncounted();
                });
    }

    /** Returns whether calls are counted now. They pass either way. */
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

    private Future<Quota> passUncounted() {
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
