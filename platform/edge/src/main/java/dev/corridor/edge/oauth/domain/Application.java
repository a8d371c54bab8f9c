package dev.corridor.edge.oauth.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * Application of a user: the holder of keys and subscriptions.
 *
 * @param ownerId the user, or {@link #PLATFORM}
 */
public record Application(UUID id, String ownerId, String name, String description, Instant createdAt) {
    /** The owner of the platform's own application. No token has this subject. */
    public static final String PLATFORM = "corridor-platform";
}
