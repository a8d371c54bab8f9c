package dev.corridor.kit.request;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.ProtoTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Reads the times that callers send: RFC 3339 in REST, {@link Timestamp} in gRPC, of the years 1970 to 9999. A date stands for its
 * midnight in UTC. Digits beyond microseconds are cut off, because PostgreSQL stores microseconds.
 */
public final class RequestTime {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    /** Java would also take times without seconds, offsets with seconds and years of nine digits. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})", Pattern.CASE_INSENSITIVE);

    private RequestTime() {}

    /**
     * @param field its name in the request, for the message
     * @throws Problem invalid_request
     */
    public static Instant parse(String field, String text) {
        return parse(field, text, StandardError.INVALID_REQUEST);
    }

    /** @throws Problem with {@code invalid} */
    public static Instant parse(String field, String text, ErrorCode invalid) {
        return inRange(
                field,
                text.length() == RequestDate.CHARACTERS ? midnight(field, text, invalid) : time(field, text, invalid),
                invalid);
    }

    private static Instant midnight(String field, String text, ErrorCode invalid) {
        return RequestDate.parse(field, text, invalid)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Instant time(String field, String text, ErrorCode invalid) {
        if (!RFC_3339.matcher(text).matches()) {
            throw malformed(field, invalid);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notInTheCalendar) {
            throw malformed(field, invalid);
        }
    }

    /** @throws Problem invalid_request */
    public static Instant fromProto(String field, Timestamp timestamp) {
        return fromProto(field, timestamp, StandardError.INVALID_REQUEST);
    }

    /** @throws Problem with {@code invalid} */
    public static Instant fromProto(String field, Timestamp timestamp, ErrorCode invalid) {
        try {
            return inRange(field, ProtoTime.fromProto(timestamp), invalid);
        } catch (DateTimeException | ArithmeticException beyondEveryInstant) {
            throw outOfRange(field, invalid);
        }
    }

    private static Instant inRange(String field, Instant time, ErrorCode invalid) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw outOfRange(field, invalid);
        }
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static Problem malformed(String field, ErrorCode invalid) {
        return Problem.of(
                invalid,
                "The " + field
                        + " is neither an RFC 3339 time such as 2026-03-01T12:00:00Z nor a date such as 2026-03-01.");
    }

    private static Problem outOfRange(String field, ErrorCode invalid) {
        return Problem.of(invalid, "The " + field + " is outside the years 1970 to 9999.");
    }
}
