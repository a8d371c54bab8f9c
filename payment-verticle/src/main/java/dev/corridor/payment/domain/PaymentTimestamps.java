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
public record PaymentTimestamps(
        Instant created,
        Optional<Instant> planned,
        Optional<Instant> reserved,
        Optional<Instant> ended,
        Instant updated) {

    static PaymentTimestamps begin(Instant now) {
        return new PaymentTimestamps(now, Optional.empty(), Optional.empty(), Optional.empty(), now);
    }

    PaymentTimestamps planned(Instant now) {
        return new PaymentTimestamps(created, Optional.of(now), reserved, ended, now);
    }

    PaymentTimestamps reserved(Instant now) {
        return new PaymentTimestamps(created, planned, Optional.of(now), ended, now);
    }

    PaymentTimestamps ended(Instant now) {
        return new PaymentTimestamps(created, planned, reserved, Optional.of(now), now);
    }

    PaymentTimestamps updated(Instant now) {
        return new PaymentTimestamps(created, planned, reserved, ended, now);
    }
}
