package dev.corridor.profile.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Currency;
import dev.corridor.profile.domain.NewUser;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.UserChange;
import dev.corridor.profile.domain.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UserCacheTest {
    /** Begins below zero, as System.nanoTime may. */
    private final AtomicLong nanoTime = new AtomicLong(-1_000);

    private final UserCache cache = new UserCache(nanoTime::get);
    private final User ada = user("ada");

    @Test
    void a_user_is_returned_until_the_time_to_live_has_passed() {
        cache.put(ada, cache.now());

        pass(UserCache.TTL.minusNanos(1));
        assertThat(cache.get(ada.id())).contains(ada);
        pass(Duration.ofNanos(1));
        assertThat(cache.get(ada.id())).isEmpty();
    }

    @Test
    void a_users_time_counts_from_before_the_read_however_long_the_read_took() {
        long readAt = cache.now();
        pass(UserCache.TTL.plusMillis(5));

        cache.put(ada, readAt);

        assertThat(cache.get(ada.id())).isEmpty();
    }

    @Test
    void a_read_that_began_before_a_change_does_not_overwrite_it() {
        long readAt = cache.now();
        var changed = changed(ada);
        cache.put(changed, cache.now());

        cache.put(ada, readAt);

        assertThat(cache.get(ada.id())).contains(changed);
    }

    @Test
    void a_second_read_of_the_same_version_prolongs_its_time_and_never_shortens_it() {
        long first = cache.now();
        pass(Duration.ofMillis(60));
        cache.put(ada, cache.now());
        cache.put(ada, first);

        pass(Duration.ofMillis(60));

        assertThat(cache.get(ada.id())).contains(ada);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private static User user(String username) {
        var details =
                new NewUser(username, username + "@example.com", username, Currency.of("EUR"), Verification.VERIFIED);
        return User.create(UUID.randomUUID(), details, Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static User changed(User user) {
        return user.apply(new UserChange(Optional.of("new@example.com"), Optional.empty(), Optional.empty()));
    }
}
