package dev.corridor.forex.stream.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;

/**
 * Limit on the subscriptions of one client.
 *
 * @param max pairs; "*" counts as all of them
 */
public record SubscriptionLimit(int max) {

    /** @throws Problem too_many_subscriptions when the new ones of a selection exceed the limit */
    public void requireRoom(int present, long added) {
        if (added > 0 && present + added > max) {
            throw Problem.of(
                    ForexError.TOO_MANY_SUBSCRIPTIONS, "More than " + max + " pairs; none of these was added.");
        }
    }
}
