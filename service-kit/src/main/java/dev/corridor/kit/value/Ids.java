package dev.corridor.kit.value;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import com.github.f4b6a3.uuid.util.UuidValidator;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes ids: UUIDs of version 7 (RFC 9562), which sort by the time at which they were made. */
public final class Ids {
    private static final long VERSION_AND_BELOW = 0xffff;
    private static final long BELOW_VERSION = 0x0fff;
    private static final long VERSION_8 = 0x8000;

    private Ids() {}

    /** Returns a source of new ids; monotonic, any thread. */
    public static Supplier<UUID> timeOrdered(Clock clock, Random random) {
        return new TimeOrderedEpochFactory(random, clock)::create;
    }

    /** Returns the lowest id that can have been made at {@code time}. */
    public static UUID firstOf(Instant time) {
        return UuidCreator.getTimeOrderedEpochMin(time);
    }

    /** Derives an id from {@code parent} and {@code role}, so that a repeat makes the same one. UUID version 5. */
    public static UUID derived(UUID parent, String role) {
        return UuidCreator.getNameBasedSha1(parent, role);
    }

    /**
     * Derives an id as {@link #derived} does that sorts by the time of its parent, so that an index appends it. It has
     * the parent's time and 74 derived bits; UUID version 8.
     *
     * @param parent of version 7
     */
    public static UUID following(UUID parent, String role) {
        var derived = derived(parent, role);
        long time = parent.getMostSignificantBits() & ~VERSION_AND_BELOW;
        return new UUID(
                time | VERSION_8 | derived.getMostSignificantBits() & BELOW_VERSION, derived.getLeastSignificantBits());
    }

    /** Whether {@code id} is a UUID in its canonical form. */
    public static boolean isUuid(String id) {
        return id != null && id.length() == 36 && UuidValidator.isValid(id);
    }
}
