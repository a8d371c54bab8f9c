package dev.corridor.payment.usecase;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time as the database can keep it, so that what is read equals what was written. */
public record MicrosecondClock(Clock clock) {

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
