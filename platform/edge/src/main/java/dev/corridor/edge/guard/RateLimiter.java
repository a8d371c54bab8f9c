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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate limiter that counts calls in Redis, shared by all edges: one counter for each limit and window, all of a request
 * incremented in one round trip. Without Redis calls pass uncounted, because an outage of the counters must not become an outage of the platform.
 * Belongs to one verticle; its one connection is pipelined.
 */
public final class RateLimiter implements Quotas {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final String PREFIX = "corridor:edge:";
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

    @Override
    public Future<List<Quota>> take(List<Charge> charges, int calls) {
        if (connection == null) {
            return passUncounted();
        }
        Instant now = clock.instant();
        var commands = new ArrayList<Request>();
        for (Charge charge : charges) {
            count(commands, minuteKey(charge, now), calls, 2 * WINDOW_SECONDS);
            if (charge.policy().burstPerSecond() != ThrottlingPolicy.UNLIMITED) {
                count(commands, secondKey(charge, now), calls, 2);
            }
        }
        var used = connection;
        return used.batch(commands)
                .timeout(COUNT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(answers -> quotas(charges, answers, now))
                .recover(failure -> {
                    used.close();
                    lost(failure);
                    return passUncounted();
                });
    }

    private static void count(List<Request> commands, String counter, int calls, int seconds) {
        commands.add(Request.cmd(Command.INCRBY, counter, String.valueOf(calls)));
        commands.add(Request.cmd(Command.EXPIRE, counter, String.valueOf(seconds)));
    }

    private static String minuteKey(Charge charge, Instant now) {
        return PREFIX + charge.key() + ":" + now.getEpochSecond() / WINDOW_SECONDS;
    }

    private static String secondKey(Charge charge, Instant now) {
        return PREFIX + charge.key() + ":s" + now.getEpochSecond();
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

    private Future<List<Quota>> passUncounted() {
        uncounted.increment();
        return Future.succeededFuture(List.of());
    }

    private static List<Quota> quotas(List<Charge> charges, List<Response> answers, Instant now) {
        var quotas = new ArrayList<Quota>();
        int answer = 0;
        for (Charge charge : charges) {
            ThrottlingPolicy policy = charge.policy();
            long inMinute = answers.get(answer).toLong();
            answer += 2;
            var quota = new Quota(
                    policy,
                    policy.requestsPerMinute() - inMinute,
                    WINDOW_SECONDS - now.getEpochSecond() % WINDOW_SECONDS,
                    false);
            if (policy.burstPerSecond() != ThrottlingPolicy.UNLIMITED) {
                long inSecond = answers.get(answer).toLong();
                answer += 2;
                if (!quota.isExceeded() && inSecond > policy.burstPerSecond()) {
                    quota = new Quota(policy, policy.burstPerSecond() - inSecond, 1, true);
                }
            }
            quotas.add(quota);
        }
        return quotas;
    }
}
