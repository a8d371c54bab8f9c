package dev.corridor.profile.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.kit.concurrency.BatchLoader;
import dev.corridor.kit.vertx.CallerContext;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.wire.UserMessages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Cache of users in two levels: for a second in this verticle, for 30 seconds in Redis for all processes. A change is visible
 * at once in the process that made it and within a second in the others. Without Redis, reads go to the database. All users
 * that one turn of the event loop misses are loaded in one batch. An instance belongs to one verticle.
 */
public final class UserCache {
    private static final Duration LOCAL_TTL = Duration.ofSeconds(1);
    private static final Duration REDIS_TTL = Duration.ofSeconds(30);
    private static final int LOCAL_SIZE = 10_000;
    private static final int MAX_BATCH = 500;
    private static final long REDIS_TIMEOUT_MS = 100;

    private final Redis redis;
    private final Function<List<UUID>, Future<List<User>>> database;
    private final BatchLoader<UUID, Optional<User>> batches;
    private final Cache<UUID, User> local = Caffeine.newBuilder()
            .maximumSize(LOCAL_SIZE)
            .expireAfterWrite(LOCAL_TTL)
            .executor(Runnable::run)
            .build();

    /** Loads in flight. A second request for the same user waits for the first one's result. */
    private final Map<UUID, Future<Optional<User>>> inFlight = new HashMap<>();

    /** @param database loads the users that exist among the given ids */
    public UserCache(Vertx vertx, Redis redis, Function<List<UUID>, Future<List<User>>> database) {
        this.redis = redis;
        this.database = database;
        this.batches = new BatchLoader<>(vertx, MAX_BATCH, this::findAll);
    }

    /** Returns the user from the nearest level that has it, or empty if no user has this id. */
    public Future<Optional<User>> get(UUID id) {
        User cached = local.getIfPresent(id);
        if (cached != null) {
            return Future.succeededFuture(Optional.of(cached));
        }
        Future<Optional<User>> running = inFlight.get(id);
        return running == null ? load(id) : CallerContext.of(running);
    }

    private Future<Optional<User>> load(UUID id) {
        var loading = batches.load(id).onSuccess(found -> found.ifPresent(this::putLocal));
        inFlight.put(id, loading);
        loading.onComplete(done -> inFlight.remove(id));
        return loading;
    }

    /**
     * Stores a changed user. Completes also when Redis does not answer. Redis may then return the previous version until its
     * entry expires.
     */
    public Future<Void> put(User user) {
        putLocal(user);
        return withTimeout(redis.send(set(user))).transform(done -> Future.succeededFuture());
    }

    /** Keeps the newer version: a load that began before a change may end after it. */
    private void putLocal(User user) {
        local.asMap().merge(user.id(), user, (cached, loaded) -> cached.version() > loaded.version() ? cached : loaded);
    }

    private Future<List<Optional<User>>> findAll(List<UUID> ids) {
        return fromRedis(ids).compose(found -> fromDatabase(without(ids, found)).map(loaded -> {
            found.putAll(byId(loaded));
            return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
        }));
    }

    private static List<UUID> without(List<UUID> ids, Map<UUID, User> found) {
        return ids.stream().filter(id -> !found.containsKey(id)).toList();
    }

    private Future<Map<UUID, User>> fromRedis(List<UUID> ids) {
        var keys = Request.cmd(Command.MGET);
        ids.forEach(id -> keys.arg(key(id)));
        return withTimeout(redis.send(keys))
                .map(UserCache::decodeAll)
                .otherwise(List.of())
                .map(UserCache::byId);
    }

    private Future<List<User>> fromDatabase(List<UUID> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(List.of())
                : database.apply(ids).onSuccess(this::addToRedis);
    }

    /** Adds loaded users to Redis. NX keeps an entry that a change has written since the load. */
    private void addToRedis(List<User> users) {
        if (!users.isEmpty()) {
            withTimeout(
                    redis.batch(users.stream().map(user -> set(user).arg("NX")).toList()));
        }
    }

    private static Request set(User user) {
        return Request.cmd(Command.SET)
                .arg(key(user.id()))
                .arg(Buffer.buffer(UserMessages.of(user).toByteArray()))
                .arg("PX")
                .arg(REDIS_TTL.toMillis());
    }

    private static <T> Future<T> withTimeout(Future<T> response) {
        return response.timeout(REDIS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static Map<UUID, User> byId(List<User> users) {
        Map<UUID, User> byId = new HashMap<>();
        users.forEach(user -> byId.put(user.id(), user));
        return byId;
    }

    /** Redis returns null for a key that does not exist. */
    private static List<User> decodeAll(Response responses) {
        return responses.stream()
                .filter(Objects::nonNull)
                .flatMap(response -> decode(response).stream())
                .toList();
    }

    private static Optional<User> decode(Response response) {
        try {
            return Optional.of(UserMessages.toUser(dev.corridor.profile.v1.User.parseFrom(response.toBytes())));
        } catch (InvalidProtocolBufferException otherVersion) {
            return Optional.empty();
        }
    }

    private static String key(UUID id) {
        return "corridor:profile:user:" + id;
    }
}
