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
 * People read lately: for a second in this verticle, for half a minute in Redis for all processes. A change is seen at
 * once by the process that made it and within a second by the others. Without Redis, reads go to the database. All who are
 * not known here and are asked for in one turn of the event loop are asked for together. Belongs to one verticle.
 */
public final class UserCache {
    private static final Duration NEAR = Duration.ofSeconds(1);
    private static final Duration SHARED = Duration.ofSeconds(30);
    private static final int NEAR_USERS = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long REDIS_TIMEOUT_MS = 100;

    private final Redis redis;
    private final Function<List<UUID>, Future<List<User>>> load;
    private final BatchLoader<UUID, Optional<User>> gathered;
    private final Cache<UUID, User> near = Caffeine.newBuilder()
            .maximumSize(NEAR_USERS)
            .expireAfterWrite(NEAR)
            .executor(Runnable::run)
            .build();

    /** Asked for just now: whoever else asks for the same person waits for the same answer. */
    private final Map<UUID, Future<Optional<User>>> underWay = new HashMap<>();

    /** @param load those of the people that there are, from the last place to look */
    public UserCache(Vertx vertx, Redis redis, Function<List<UUID>, Future<List<User>>> load) {
        this.redis = redis;
        this.load = load;
        this.gathered = new BatchLoader<>(vertx, MOST_AT_ONCE, this::find);
    }

    /** The person from the nearest place that has them. */
    public Future<Optional<User>> get(UUID id) {
        User known = near.getIfPresent(id);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        Future<Optional<User>> asked = underWay.get(id);
        return asked == null ? ask(id) : CallerContext.of(asked);
    }

    private Future<Optional<User>> ask(UUID id) {
        var asked = gathered.ask(id).onSuccess(found -> found.ifPresent(this::keepNear));
        underWay.put(id, asked);
        asked.onComplete(answered -> underWay.remove(id));
        return asked;
    }

    /**
     * That is how the person is now. Completes also when Redis is away: what it holds then is at most half a minute old when it
     * returns.
     */
    public Future<Void> changed(User user) {
        keepNear(user);
        return inTime(redis.send(set(user))).transform(done -> Future.succeededFuture());
    }

    /** Who was read before a change may be told of after it. */
    private void keepNear(User user) {
        near.asMap().merge(user.id(), user, (kept, other) -> kept.version() > other.version() ? kept : other);
    }

    private Future<List<Optional<User>>> find(List<UUID> ids) {
        return shared(ids).compose(known -> loadAndShare(without(ids, known)).map(loaded -> {
            known.putAll(byId(loaded));
            return ids.stream().map(id -> Optional.ofNullable(known.get(id))).toList();
        }));
    }

    private static List<UUID> without(List<UUID> ids, Map<UUID, User> known) {
        return ids.stream().filter(id -> !known.containsKey(id)).toList();
    }

    private Future<Map<UUID, User>> shared(List<UUID> ids) {
        var keys = Request.cmd(Command.MGET);
        ids.forEach(id -> keys.arg(key(id)));
        return inTime(redis.send(keys))
                .map(UserCache::decodeAll)
                .otherwise(List.of())
                .map(UserCache::byId);
    }

    private Future<List<User>> loadAndShare(List<UUID> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(List.of())
                : load.apply(ids).onSuccess(this::share);
    }

    /** Never over what is there: that may be of a change since they were read. */
    private void share(List<User> users) {
        if (!users.isEmpty()) {
            inTime(redis.batch(users.stream().map(user -> set(user).arg("NX")).toList()));
        }
    }

    private static Request set(User user) {
        return Request.cmd(Command.SET)
                .arg(key(user.id()))
                .arg(Buffer.buffer(UserMessages.of(user).toByteArray()))
                .arg("PX")
                .arg(SHARED.toMillis());
    }

    private static <T> Future<T> inTime(Future<T> answer) {
        return answer.timeout(REDIS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static Map<UUID, User> byId(List<User> users) {
        Map<UUID, User> byId = new HashMap<>();
        users.forEach(user -> byId.put(user.id(), user));
        return byId;
    }

    /** Null is who is not there. */
    private static List<User> decodeAll(Response answers) {
        return answers.stream()
                .filter(Objects::nonNull)
                .flatMap(answer -> decode(answer).stream())
                .toList();
    }

    private static Optional<User> decode(Response answer) {
        try {
            return Optional.of(UserMessages.toUser(dev.corridor.profile.v1.User.parseFrom(answer.toBytes())));
        } catch (InvalidProtocolBufferException ofAnotherVersion) {
            return Optional.empty();
        }
    }

    private static String key(UUID id) {
        return "corridor:profile:user:" + id;
    }
}
