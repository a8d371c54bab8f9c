package dev.corridor.payment.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * When a payment got how far.
 *
 * @param planned who gets it and what it costs was decided
 * @param reserved the payer's money was set aside
 * @param ended it was completed, or failed, was cancelled or expired
 * @param updated its last change, a refund's among them
 */
public record Milestones(
        Instant created,
        Optional<Instant> planned,
        Optional<Instant> reserved,
        Optional<Instant> ended,
        Instant updated) {

    static Milestones begin(Instant now) {
        return new Milestones(now, Optional.empty(), Optional.empty(), Optional.empty(), now);
    }

    Milestones planned(Instant now) {
        return new Milestones(created, Optional.of(now), reserved, ended, now);
    }

    Milestones reserved(Instant now) {
        return new Milestones(created, planned, Optional.of(now), ended, now);
    }

    Milestones ended(Instant now) {
        return new Milestones(created, planned, reserved, Optional.of(now), now);
    }

    Milestones updated(Instant now) {
        return new Milestones(created, planned, reserved, ended, now);
    }
}
