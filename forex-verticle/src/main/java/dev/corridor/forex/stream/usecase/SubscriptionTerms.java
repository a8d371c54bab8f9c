package dev.corridor.forex.stream.usecase;

import java.util.OptionalLong;

/**
 * Terms of a subscription.
 *
 * @param intervalMs at most one message in that time; 0: every tick
 * @param epoch the epoch of that seq
 * @param after the last seq that the client has; empty: the subscription starts with a snapshot
 */
public record SubscriptionTerms(int intervalMs, String epoch, OptionalLong after) {
    /** Every tick from now on. */
    public static final SubscriptionTerms EVERY_TICK = new SubscriptionTerms(0, "", OptionalLong.empty());
}
