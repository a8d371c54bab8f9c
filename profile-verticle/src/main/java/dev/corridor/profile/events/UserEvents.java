package dev.corridor.profile.events;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.v1.UserEvent;
import dev.corridor.profile.wire.UserMessages;

/** Builds the events that the profile service publishes to corridor.profile.v1. */
public final class UserEvents {
    private UserEvents() {}

    public static OutboxEvent created(User user) {
        return event("dev.corridor.profile.user_created", user);
    }

    public static OutboxEvent updated(User user) {
        return event("dev.corridor.profile.user_updated", user);
    }

    private static OutboxEvent event(String type, User user) {
        var value = UserEvent.newBuilder().setUser(UserMessages.of(user)).build();
        return new OutboxEvent(user.id().toString(), type, value);
    }
}
