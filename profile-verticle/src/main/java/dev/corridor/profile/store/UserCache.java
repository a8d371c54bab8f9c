package dev.corridor.profile.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.kit.service.OwnContext;
import dev.corridor.profile.api.ProtoUser;
import dev.corridor.profile.domain.User;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * People read lately: for a second in this verticle, for half a minute in Redis for all processes. A change is seen at
 * once by the process that made it and within a second by the others. Without Redis, reads go to the database.
 */
public final class UserCache {
    private static final Duration NEAR = Duration.ofSeconds(1);
    private static final Duration SHARED = Duration.ofSeconds(30);
    private static final int NEAR_USERS = 10_000;
    private static final long REDIS_TIMEOUT_MS = 100;

    private final Redis redis;
    private final Cache<UUID, User> near = Caffeine.newBuilder()
            .maximumSize(NEAR_USERS)
            .expireAfterWrite(NEAR)
            .executor(Runnable::run)
            .build();

    /** Asked for just now: whoever else asks for the same person waits for the same answer. */
    private final Map<UUID, Future<Optional<User>>> underWay = new HashMap<>();

    public UserCache(Redis redis) {
        this.redis = redis;
    }

    /** The person from the nearest place that has them; {@code load} is the last. */
    public Future<Optional<User>> get(UUID id, Function<UUID, Future<Optional<User>>> load) {
        User known = near.getIfPresent(id);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        Future<Optional<User>> asked = underWay.get(id);
        return OwnContext.of(asked == null ? ask(id, load) : asked);
    }

    private Future<Optional<User>> ask(UUID id, Function<UUID, Future<Optional<User>>> load) {
        var asked = shared(id)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : loadAndShare(id, load))
                .onSuccess(found -> found.ifPresent(user -> near.put(id, user)));
        if (!asked.isComplete()) {
            underWay.put(id, asked);
            asked.onComplete(answered -> underWay.remove(id));
        }
        return asked;
    }

    /** Completes also when Redis is away: what it holds then is at most half a minute old when it returns. */
    public Future<Void> forget(UUID id) {
        near.invalidate(id);
        return send(Request.cmd(Command.DEL).arg(key(id))).transform(done -> Future.succeededFuture());
    }

    private Future<Optional<User>> shared(UUID id) {
        return send(Request.cmd(Command.GET).arg(key(id)))
                .map(answer -> answer == null ? Optional.<User>empty() : decode(answer.toBytes()))
                .otherwise(Optional.empty());
    }

    private Future<Optional<User>> loadAndShare(UUID id, Function<UUID, Future<Optional<User>>> load) {
        return load.apply(id)
                .onSuccess(found -> found.ifPresent(user -> send(Request.cmd(Command.SET)
                        .arg(key(id))
                        .arg(Buffer.buffer(ProtoUser.of(user).toByteArray()))
                        .arg("PX")
                        .arg(SHARED.toMillis()))));
    }

    private Future<Response> send(Request request) {
        return redis.send(request).timeout(REDIS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static Optional<User> decode(byte[] bytes) {
        try {
            return Optional.of(ProtoUser.toUser(dev.corridor.profile.v1.User.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException ofAnotherVersion) {
            return Optional.empty();
        }
    }

    private static String key(UUID id) {
        return "corridor:profile:user:" + id;
    }
}
