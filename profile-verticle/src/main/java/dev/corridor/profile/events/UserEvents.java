package dev.corridor.profile.events;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.profile.domain.User;
import dev.corridor.profile.domain.VerificationChange;
import dev.corridor.profile.v1.UserEvent;
import dev.corridor.profile.wire.UserMessages;
import dev.corridor.profile.wire.VerificationMessages;
import java.util.Optional;

/** Builds the events that the profile service publishes to corridor.profile.v1. */
public final class UserEvents {
    private UserEvents() {}

    public static OutboxEvent created(User user, VerificationChange first) {
        return event("dev.corridor.profile.user_created", user, Optional.of(first));
    }

    public static OutboxEvent updated(User user) {
        return event("dev.corridor.profile.user_updated", user, Optional.empty());
    }

    public static OutboxEvent verificationChanged(User user, VerificationChange change) {
        return event("dev.corridor.profile.user_verification_changed", user, Optional.of(change));
    }

    private static OutboxEvent event(String type, User user, Optional<VerificationChange> change) {
        var event = UserEvent.newBuilder().setUser(UserMessages.of(user));
        change.map(VerificationMessages::of).ifPresent(event::setVerificationChange);
        return new OutboxEvent(user.id().toString(), type, event.build());
    }
}
