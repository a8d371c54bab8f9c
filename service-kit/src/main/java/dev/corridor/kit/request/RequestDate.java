package dev.corridor.kit.request;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** Reads the dates that callers send: RFC 3339 full-date, such as 2026-03-01. */
public final class RequestDate {
    static final int CHARACTERS = "2026-03-01".length();
    /** Java would also take years of nine digits. */
    private static final Pattern FULL_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private RequestDate() {}

    /**
     * @param field its name in the request, for the message
     * @throws Problem with {@code invalid}
     */
    public static LocalDate parse(String field, String text, ErrorCode invalid) {
        if (!FULL_DATE.matcher(text).matches()) {
            throw malformed(field, invalid);
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notInTheCalendar) {
            throw malformed(field, invalid);
        }
    }

    private static Problem malformed(String field, ErrorCode invalid) {
        return Problem.of(invalid, "The " + field + " is not a date such as 2026-03-01.");
    }
}
