package dev.corridor.payment.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Clock with the precision of timestamptz, so that a stored payment equals the payment that was written. */
public record MicrosecondClock(Clock clock) {

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
