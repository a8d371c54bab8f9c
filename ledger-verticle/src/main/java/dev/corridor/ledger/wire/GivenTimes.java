package dev.corridor.ledger.wire;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Reads the times that callers give: RFC 3339, in UTC or with an offset, of the years 1 to 9998. */
public final class GivenTimes {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9998-12-31T23:59:59Z");

    private GivenTimes() {}

    /** @throws Problem invalid_request */
    public static Instant parse(String field, String time) {
        try {
            return inRange(field, OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException malformed) {
            throw Problem.of(
                    StandardError.INVALID_REQUEST, "The " + field + " is no time such as 2026-03-01T12:00:00Z.");
        }
    }

    /** @throws Problem invalid_request when no database keeps it */
    public static Instant inRange(String field, Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The " + field + " is out of range.");
        }
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
