package dev.corridor.profile.domain;

import dev.corridor.kit.error.Problem;
import java.util.Locale;
import java.util.Set;

/** State of a user's identity check, and what each state allows. */
public enum Verification {
    /** A new user: may receive, because money does no harm in an account that cannot spend it. */
    PENDING(Set.of(Permission.RECEIVE, Permission.REFUND)),
    VERIFIED(Set.of(Permission.PAY, Permission.RECEIVE, Permission.REFUND)),
    /** Reads, and nothing else. */
    SUSPENDED(Set.of());

    private final Set<Permission> permissions;

    Verification(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /** @throws Problem verification_conflict if an operator may not change this state to {@code next} */
    void requireChangeTo(Verification next) {
        boolean isLegal =
                switch (this) {
                    case PENDING -> next == VERIFIED || next == SUSPENDED;
                    case VERIFIED -> next == SUSPENDED;
                    case SUSPENDED -> next == VERIFIED || next == PENDING;
                };
        if (!isLegal) {
            throw Problem.of(
                    ProfileError.VERIFICATION_CONFLICT,
                    this == next
                            ? "The user is " + text() + " already."
                            : "A user who is " + text() + " cannot become " + next.text() + ".");
        }
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
