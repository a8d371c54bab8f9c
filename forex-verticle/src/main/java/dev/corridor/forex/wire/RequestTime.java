package dev.corridor.forex.wire;

import com.google.protobuf.Timestamp;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.ProtoTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads a time of a request. */
public final class RequestTime {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private RequestTime() {}

    /**
     * @param text RFC 3339, or a date, which begins at midnight in UTC
     * @throws Problem time_invalid
     */
    public static Instant parse(String text) {
        try {
            return bounded(
                    text.length() == "2026-01-01".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            throw invalid();
        }
    }

    /** @throws Problem time_invalid */
    public static Instant fromProto(Timestamp timestamp) {
        try {
            return bounded(ProtoTime.fromProto(timestamp));
        } catch (DateTimeException | ArithmeticException malformed) {
            throw invalid();
        }
    }

    private static Instant bounded(Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw invalid();
        }
        return moment;
    }

    private static Problem invalid() {
        return Problem.of(ForexError.TIME_INVALID, "The time is not one of RFC 3339.");
    }
}
