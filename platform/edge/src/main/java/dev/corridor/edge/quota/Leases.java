package dev.corridor.edge.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corridor.edge.quota.SharedCounters.Addition;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** The leases of one event loop for windows of one length. A lease that is forgotten gives its unused calls up. */
final class Leases {
    private static final int MAX_LEASES = 100_000;

    private final int windowSeconds;
    private final String suffix;
    private final int leasesPerLimit;
    private final Cache<String, Held> held;

    /** A lease, the calls that wait for more of it, and the request for more that is in flight; null if none is. */
    static final class Held {
        final Lease lease;
        final Addition template;
        long waiting;
        Future<Void> refill;

        private Held(Lease lease, Addition template) {
            this.lease = lease;
            this.template = template;
        }

        /** Returns the addition that takes the next calls. */
        Addition next() {
            return new Addition(template.counter(), lease.toTake(waiting), template.seconds());
        }
    }

    private Leases(int windowSeconds, String suffix, int leasesPerLimit) {
        this.windowSeconds = windowSeconds;
        this.suffix = suffix;
        this.leasesPerLimit = leasesPerLimit;
        this.held = Caffeine.newBuilder()
                .maximumSize(MAX_LEASES)
                .expireAfterAccess(Duration.ofSeconds(2L * windowSeconds))
                .build();
    }

    static Leases ofMinutes() {
        return new Leases(60, ":", 100);
    }

    static Leases ofSeconds() {
        return new Leases(1, ":s", 10);
    }

    /** Returns the lease for the window of this moment, which may have no calls yet. */
    Held of(String key, long limit, Instant now) {
        long window = now.getEpochSecond() / windowSeconds;
        Held present = held.getIfPresent(key);
        if (present != null && present.lease.isOf(window)) {
            return present;
        }
        var opened = new Held(
                new Lease(window, limit, Math.max(1, limit / leasesPerLimit)),
                new Addition(key + suffix + window, 0, 2 * windowSeconds));
        held.put(key, opened);
        return opened;
    }

    long secondsLeft(Instant now) {
        return windowSeconds - now.getEpochSecond() % windowSeconds;
    }
}
