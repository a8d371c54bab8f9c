package dev.corridor.profile.store;

import dev.corridor.kit.concurrency.BatchLoader;
import dev.corridor.profile.domain.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reader of users as the database has them. All users that one turn of the event loop asks for are read by one statement.
 * Belongs to one verticle.
 */
public final class CurrentUsers {
    private static final int MAX_BATCH = 500;

    private final BatchLoader<UUID, Optional<User>> byId;
    private final BatchLoader<String, Optional<User>> byUsername;

    public CurrentUsers(Vertx vertx, Users users) {
        byId = new BatchLoader<>(vertx, MAX_BATCH, ids -> each(ids, users::byIds, User::id));
        byUsername = new BatchLoader<>(vertx, MAX_BATCH, names -> each(names, users::byUsernames, User::username));
    }

    public Future<Optional<User>> byId(UUID id) {
        return byId.load(id);
    }

    public Future<Optional<User>> byUsername(String username) {
        return byUsername.load(username);
    }

    private static <K> Future<List<Optional<User>>> each(
            List<K> keys, Function<List<K>, Future<List<User>>> read, Function<User, K> key) {
        return read.apply(keys).map(users -> {
            var found = users.stream().collect(Collectors.toMap(key, Function.identity()));
            return keys.stream()
                    .map(each -> Optional.ofNullable(found.get(each)))
                    .toList();
        });
    }
}
