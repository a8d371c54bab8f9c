package dev.corridor.profile.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Texts;
import java.time.Instant;

/**
 * Why, by whom and when a verification was decided. The constructor validates the reason.
 *
 * @param decidedBy subject of the operator's token
 */
public record VerificationDecision(String reason, String decidedBy, Instant decidedAt, String correlationId) {
    private static final int MAX_REASON = 200;
    private static final String CREATION = "created";

    /** @throws Problem reason_invalid */
    public VerificationDecision {
        if (reason.isBlank() || !Texts.isStorable(reason, MAX_REASON)) {
            throw Problem.of(
                    ProfileError.REASON_INVALID,
                    "The reason is blank, has control characters, or is longer than " + MAX_REASON + " characters.");
        }
    }

    /** Returns the decision that a user's creation is. */
    public static VerificationDecision creation(String decidedBy, Instant decidedAt, String correlationId) {
        return new VerificationDecision(CREATION, decidedBy, decidedAt, correlationId);
    }
}
