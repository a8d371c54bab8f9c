package dev.corridor.profile.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.profile.domain.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Cache of users for plain reads. One per process: all its event loops share it.
 *
 * <p>No process returns a version older than a change that was acknowledged, although processes do not talk to each other: an
 * entry lives for {@link #TTL}, counted from before its load began, and a change is acknowledged only when that time has passed
 * since its commit ({@link #forgottenEverywhere}). Whatever reads on behalf of a payment, or decides about a version, reads the
 * database ({@link CurrentUsers}).
 */
public final class UserCache {
    static final Duration TTL = Duration.ofMillis(100);

    /** More than {@link #TTL}, because the clocks of two machines do not run at exactly the same speed. */
    private static final Duration ACKNOWLEDGED_AFTER = TTL.plusMillis(10);

    private static final int MAX_USERS = 10_000;

    private final LongSupplier nanoTime;
    private final Cache<UUID, Entry> entries = Caffeine.newBuilder()
            .maximumSize(MAX_USERS)
            .expireAfterWrite(TTL)
            .executor(Runnable::run)
            .ticker(this::now)
            .build();

    private record Entry(User user, long readAt) {
        static Entry newer(Entry one, Entry other) {
            boolean isNewer = one.user.version() != other.user.version()
                    ? one.user.version() > other.user.version()
                    : one.readAt - other.readAt > 0;
            return isNewer ? one : other;
        }
    }

    /** @param nanoTime a monotonic clock, {@link System#nanoTime} */
    public UserCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public Optional<User> get(UUID id) {
        Entry entry = entries.getIfPresent(id);
        return entry == null || nanoTime.getAsLong() - entry.readAt() >= TTL.toNanos()
                ? Optional.empty()
                : Optional.of(entry.user());
    }

    /** Returns the time to give to {@link #put} with a user whose read begins now. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /**
     * Stores a user. Keeps the newer version: a load that began before a change may end after it.
     *
     * @param readAt a time before the user was read or written
     */
    public void put(User user, long readAt) {
        entries.asMap().merge(user.id(), new Entry(user, readAt), Entry::newer);
    }

    /** Completes when no cache of any process has a version older than what is committed now. */
    public Future<?> forgottenEverywhere(Vertx vertx) {
        return vertx.timer(ACKNOWLEDGED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
