package dev.corridor.profile.store;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two verticles with a cache each, on one real Redis; the last place to look is this test. */
class UserCacheIT {
    private final Vertx vertx = Vertx.vertx();
    private final Map<UUID, User> people = new ConcurrentHashMap<>();
    private final List<List<UUID>> loads = new ArrayList<>();
    private final Place here = new Place(TestServers.shared().redis(), this::load);
    private final Place there = new Place(TestServers.shared().redis(), this::load);

    @AfterEach
    void end() {
        vertx.close();
    }

    @Test
    void all_who_are_asked_for_in_one_turn_are_loaded_together_and_then_known_everywhere() {
        var ada = person("ada");
        var ben = person("ben");
        var nobody = UUID.randomUUID();

        assertThat(here.find(ada.id(), nobody, ben.id(), ada.id()))
                .containsExactly(Optional.of(ada), Optional.empty(), Optional.of(ben), Optional.of(ada));
        assertThat(here.find(ben.id())).containsExactly(Optional.of(ben));
        assertThat(loads).containsExactly(List.of(ada.id(), nobody, ben.id()));

        here.untilShared(ada);
        here.untilShared(ben);
        assertThat(there.find(ada.id(), ben.id())).containsExactly(Optional.of(ada), Optional.of(ben));
        assertThat(loads).hasSize(1);
    }

    @Test
    void a_change_is_seen_at_once_where_it_was_made_and_by_who_asks_for_the_first_time() {
        var ada = person("ada");
        here.find(ada.id());
        var changed = changed(ada);

        here.run(() -> here.cache.changed(changed));

        assertThat(here.find(ada.id())).containsExactly(Optional.of(changed));
        assertThat(there.find(ada.id())).containsExactly(Optional.of(changed));
    }

    @Test
    void who_was_read_before_a_change_and_is_told_of_after_it_does_not_undo_it() {
        var ada = person("ada");
        Promise<List<User>> reading = Promise.promise();
        var slow = new Place(TestServers.shared().redis(), ids -> {
            loads.add(ids);
            return reading.future();
        });
        var asked = slow.begin(() -> slow.cache.get(ada.id()));
        eventually(() -> slow.run(() -> Future.succeededFuture(loads.size())) == 1);
        var changed = changed(ada);
        slow.run(() -> slow.cache.changed(changed));
        reading.complete(List.of(ada));

        assertThat(asked.await()).contains(ada);
        slow.run(() -> Future.succeededFuture());
        assertThat(slow.find(ada.id())).containsExactly(Optional.of(changed));
        assertThat(there.find(ada.id())).containsExactly(Optional.of(changed));
    }

    @Test
    void without_redis_everybody_is_found_all_the_same() {
        var ada = person("ada");
        var alone = new Place("redis://127.0.0.1:1", this::load);

        assertThat(alone.find(ada.id())).containsExactly(Optional.of(ada));
        alone.run(() -> alone.cache.changed(changed(ada)));
        assertThat(alone.find(ada.id()).get(0).orElseThrow().version()).isEqualTo(2);
    }

    private User person(String username) {
        var details = new NewUser(
                username, username + "@example.com", username, Currency.getInstance("EUR"), Verification.VERIFIED);
        var user = User.create(UUID.randomUUID(), details, Instant.parse("2026-01-01T00:00:00Z"));
        people.put(user.id(), user);
        return user;
    }

    private static User changed(User user) {
        return user.apply(new UserChange(Optional.of("new@example.com"), Optional.empty(), Optional.empty()));
    }

    private Future<List<User>> load(List<UUID> ids) {
        loads.add(ids);
        return Future.succeededFuture(ids.stream()
                .flatMap(id -> Optional.ofNullable(people.get(id)).stream())
                .toList());
    }

    private static void eventually(BooleanSupplier so) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not so within 10 s").isLessThan(until);
        }
    }

    /** A cache as a verticle has it: on one event loop. */
    private final class Place {
        private final Context loop = vertx.getOrCreateContext();
        private final Redis redis;
        private final UserCache cache;

        Place(String redisUrl, Function<List<UUID>, Future<List<User>>> load) {
            redis = Redis.createClient(vertx, redisUrl);
            cache = run(() -> Future.succeededFuture(new UserCache(vertx, redis, load)));
        }

        /** All in one turn of the event loop. */
        List<Optional<User>> find(UUID... ids) {
            return run(() -> {
                var found = List.of(ids).stream().map(cache::get).toList();
                return Future.all(found).map(all -> all.<Optional<User>>list());
            });
        }

        /** Sharing is nobody's to wait for. */
        void untilShared(User user) {
            var elsewhere = new Place(TestServers.shared().redis(), ids -> Future.succeededFuture(List.of()));
            eventually(() -> elsewhere.find(user.id()).equals(List.of(Optional.of(user))));
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
