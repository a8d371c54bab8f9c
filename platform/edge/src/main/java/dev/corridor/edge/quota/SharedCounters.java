package dev.corridor.edge.quota;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counters in Redis that all edges share. Belongs to one verticle; its one connection is pipelined, and opened again when it breaks. */
public final class SharedCounters {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCounters.class);
    private static final String PREFIX = "corridor:edge:";
    private static final long ADD_TIMEOUT_MS = 1_000;
    private static final long RECONNECT_AFTER_MS = 1_000;
    private static final int MAX_ADDITIONS_IN_FLIGHT = 5_000;

    private final Vertx vertx;
    private final Redis redis;
    private RedisConnection connection;
    private boolean isReconnecting;
    private boolean closed;

    public SharedCounters(Vertx vertx, URI redisUrl) {
        this.vertx = vertx;
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(redisUrl.toString())
                        .setMaxWaitingHandlers(2 * MAX_ADDITIONS_IN_FLIGHT));
    }

    /**
     * Amount to add to a counter.
     *
     * @param seconds how long the counter is kept
     */
    record Addition(String counter, long amount, int seconds) {}

    /** Connects to Redis. Completes after the first attempt even if it failed: the edge also starts without Redis. */
    public Future<Void> connect() {
        return redis.connect()
                .onSuccess(this::use)
                .onFailure(this::lost)
                .transform(attempt -> Future.succeededFuture());
    }

    /** Returns whether Redis can be asked now. */
    public boolean isConnected() {
        return connection != null;
    }

    /** Adds to all counters in one round trip, and returns their values after that. Fails within a second. */
    Future<List<Long>> add(List<Addition> additions) {
        if (connection == null) {
            return Future.failedFuture(new ClosedChannelException());
        }
        var commands = new ArrayList<Request>();
        for (Addition addition : additions) {
            String counter = PREFIX + addition.counter();
            commands.add(Request.cmd(Command.INCRBY, counter, String.valueOf(addition.amount())));
            commands.add(Request.cmd(Command.EXPIRE, counter, String.valueOf(addition.seconds())));
        }
        var used = connection;
        return used.batch(commands)
                .timeout(ADD_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(answers -> IntStream.range(0, additions.size())
                        .mapToObj(i -> answers.get(2 * i).toLong())
                        .toList())
                .onFailure(failure -> {
                    used.close();
                    lost(failure);
                });
    }

    public Future<Void> close() {
        closed = true;
        return redis.close();
    }

    private void use(RedisConnection opened) {
        connection = opened;
        opened.exceptionHandler(this::lost).endHandler(ended -> lost(new ClosedChannelException()));
        LOG.info("rate limits are shared by all edges");
    }

    private void lost(Throwable reason) {
        if (closed || isReconnecting) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("reason", String.valueOf(reason))
                .log("rate limits are counted by each event loop alone: Redis does not answer");
        connection = null;
        isReconnecting = true;
        vertx.setTimer(RECONNECT_AFTER_MS, elapsed -> {
            isReconnecting = false;
            connect();
        });
    }
}
