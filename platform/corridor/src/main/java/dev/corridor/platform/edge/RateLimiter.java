package dev.corridor.platform.edge;

import dev.corridor.platform.edge.Api.ThrottlingPolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts calls in Redis, so that all edges count together: one counter a caller, API and minute, raised and given its
 * expiry in one round trip. Without Redis nobody is limited: a lost counter must not close the door.
 */
final class RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final int WINDOW_SECONDS = 60;
    private static final long COUNT_TIMEOUT_MS = 100;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Redis redis;
    private final Clock clock;
    private final Counter uncounted;
    private Instant tryAgainAt = Instant.MIN;

    /** @param remaining calls in this window; below zero: this one was too many */
    record Quota(ThrottlingPolicy policy, long remaining, long secondsToNextWindow) {
        boolean isExceeded() {
            return remaining < 0;
        }
    }

    RateLimiter(Vertx vertx, URI redisUrl, Clock clock, MeterRegistry metrics) {
        this.redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(redisUrl.toString()));
        this.clock = clock;
        this.uncounted = Counter.builder("corridor.edge.uncounted")
                .description("Requests let through without being counted, because Redis did not answer")
                .register(metrics);
    }

    /** Counts one call; empty-handed (null) when it could not be counted. */
    Future<Quota> count(Api api, String caller) {
        Instant now = clock.instant();
        if (now.isBefore(tryAgainAt)) {
            uncounted.increment();
            return Future.succeededFuture();
        }
        long window = now.getEpochSecond() / WINDOW_SECONDS;
        String counter = "corridor:edge:" + api.name() + ":" + window + ":" + caller;
        return redis.batch(List.of(
                        Request.cmd(Command.INCR, counter),
                        Request.cmd(Command.EXPIRE, counter, String.valueOf(2 * WINDOW_SECONDS))))
                .timeout(COUNT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(answers -> quota(api.policy(), answers.get(0), now))
                .recover(this::letThrough);
    }

    /** Whether Redis answers; calls pass either way. */
    Future<Void> ready() {
        return redis.send(Request.cmd(Command.PING)).mapEmpty();
    }

    Future<Void> close() {
        return redis.close();
    }

    private static Quota quota(ThrottlingPolicy policy, Response count, Instant now) {
        return new Quota(
                policy,
                policy.requestsPerMinute() - count.toLong(),
                WINDOW_SECONDS - now.getEpochSecond() % WINDOW_SECONDS);
    }

    private Future<Quota> letThrough(Throwable failure) {
        tryAgainAt = clock.instant().plus(PAUSE_AFTER_FAILURE);
        uncounted.increment();
        LOG.atWarn().addKeyValue("reason", String.valueOf(failure)).log("rate limits are off: Redis does not answer");
        return Future.succeededFuture();
    }
}
