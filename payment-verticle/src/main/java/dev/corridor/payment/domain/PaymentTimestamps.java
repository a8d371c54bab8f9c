package dev.corridor.payment.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Timestamps of a payment's state changes.
 *
 * @param planned when the plan was decided
 * @param reserved when the payer's money was held
 * @param ended when it was completed, failed, cancelled or expired
 * @param updated when it last changed, refunds included
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
