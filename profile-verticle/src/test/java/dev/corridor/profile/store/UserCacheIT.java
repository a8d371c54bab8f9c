package dev.corridor.profile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.TestServers;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.domain.Verification;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Caches of two verticles that share a real Redis. The test takes the place of the database. */
class UserCacheIT {
    private final Vertx vertx = Vertx.vertx();
    private final Map<UUID, User> users = new ConcurrentHashMap<>();
    private final List<List<UUID>> loads = new ArrayList<>();
    private final Node first = new Node(TestServers.shared().redis(), this::load);
    private final Node second = new Node(TestServers.shared().redis(), this::load);

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void the_misses_of_one_turn_are_loaded_in_one_batch_and_then_shared() {
        var ada = user("ada");
        var ben = user("ben");
        var unknown = UUID.randomUUID();

        assertThat(first.find(ada.id(), unknown, ben.id(), ada.id()))
                .containsExactly(Optional.of(ada), Optional.empty(), Optional.of(ben), Optional.of(ada));
        assertThat(first.find(ben.id())).containsExactly(Optional.of(ben));
        assertThat(loads).containsExactly(List.of(ada.id(), unknown, ben.id()));

        first.awaitShared(ada);
        first.awaitShared(ben);
        assertThat(second.find(ada.id(), ben.id())).containsExactly(Optional.of(ada), Optional.of(ben));
        assertThat(loads).hasSize(1);
    }

    @Test
    void a_change_is_visible_at_once_in_its_own_cache_and_to_first_readers() {
        var ada = user("ada");
        first.find(ada.id());
        var changed = changed(ada);

        first.run(() -> first.cache.put(changed));

        assertThat(first.find(ada.id())).containsExactly(Optional.of(changed));
        assertThat(second.find(ada.id())).containsExactly(Optional.of(changed));
    }

    @Test
    void a_load_that_began_before_a_change_does_not_overwrite_it() {
        var ada = user("ada");
        Promise<List<User>> loading = Promise.promise();
        var slow = new Node(TestServers.shared().redis(), ids -> {
            loads.add(ids);
            return loading.future();
        });
        var result = slow.begin(() -> slow.cache.get(ada.id()));
        await().until(() -> slow.run(() -> Future.succeededFuture(loads.size())) == 1);
        var changed = changed(ada);
        slow.run(() -> slow.cache.put(changed));
        loading.complete(List.of(ada));

        assertThat(result.await()).contains(ada);
        slow.run(() -> Future.succeededFuture());
        assertThat(slow.find(ada.id())).containsExactly(Optional.of(changed));
        assertThat(second.find(ada.id())).containsExactly(Optional.of(changed));
    }

    @Test
    void without_redis_users_come_from_the_database() {
        var ada = user("ada");
        var alone = new Node("redis://127.0.0.1:1", this::load);

        assertThat(alone.find(ada.id())).containsExactly(Optional.of(ada));
        alone.run(() -> alone.cache.put(changed(ada)));
        assertThat(alone.find(ada.id()).get(0).orElseThrow().version()).isEqualTo(2);
    }

    private User user(String username) {
        var details = new NewUser(
                username, username + "@example.com", username, Currency.getInstance("EUR"), Verification.VERIFIED);
        var user = User.create(UUID.randomUUID(), details, Instant.parse("2026-01-01T00:00:00Z"));
        users.put(user.id(), user);
        return user;
    }

    private static User changed(User user) {
        return user.apply(new UserChange(Optional.of("new@example.com"), Optional.empty(), Optional.empty()));
    }

    private Future<List<User>> load(List<UUID> ids) {
        loads.add(ids);
        return Future.succeededFuture(ids.stream()
                .flatMap(id -> Optional.ofNullable(users.get(id)).stream())
                .toList());
    }

    /** Cache of one verticle, used on its event loop only. */
    private final class Node {
        private final Context loop = vertx.getOrCreateContext();
        private final Redis redis;
        private final UserCache cache;

        Node(String redisUrl, Function<List<UUID>, Future<List<User>>> load) {
            redis = Redis.createClient(vertx, redisUrl);
            cache = run(() -> Future.succeededFuture(new UserCache(vertx, redis, load)));
        }

        /** Looks all ids up in one turn of the event loop. */
        List<Optional<User>> find(UUID... ids) {
            return run(() -> {
                var found = List.of(ids).stream().map(cache::get).toList();
                return Future.all(found).map(all -> all.<Optional<User>>list());
            });
        }

        /** Waits until Redis has the user: a read does not wait for its own write to Redis. */
        void awaitShared(User user) {
            var fresh = new Node(TestServers.shared().redis(), ids -> Future.succeededFuture(List.of()));
            await().until(() -> fresh.find(user.id()).equals(List.of(Optional.of(user))));
        }

        <T> T run(Supplier<Future<T>> work) {
            return begin(work).await();
        }

        <T> Future<T> begin(Supplier<Future<T>> work) {
            Promise<T> done = Promise.promise();
            loop.runOnContext(running -> work.get().onComplete(done));
            return done.future();
        }
    }
}
