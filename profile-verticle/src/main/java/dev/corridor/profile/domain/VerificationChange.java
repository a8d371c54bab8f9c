package dev.corridor.profile.domain;

import java.util.Optional;
import java.util.UUID;

/**
 * One change of a user's verification, as the history has it.
 *
 * @param version version of the user that the change made
 * @param previous empty when the user was created
 */
public record VerificationChange(
        UUID userId,
        long version,
        Optional<Verification> previous,
        Verification verification,
        VerificationDecision decision) {

    /** Returns the first entry of a new user's history. */
    public static VerificationChange creation(User user, VerificationDecision decision) {
        return new VerificationChange(user.id(), user.version(), Optional.empty(), user.verification(), decision);
    }
}
