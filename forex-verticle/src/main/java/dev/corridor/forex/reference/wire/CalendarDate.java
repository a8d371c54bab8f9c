package dev.corridor.forex.reference.wire;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** Reads a date of a request. */
public final class CalendarDate {
    /** Four digits of a year: Java would take nine of them. */
    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private CalendarDate() {}

    /** @throws Problem date_invalid */
    public static LocalDate parse(String text) {
        try {
            if (FORM.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException notInTheCalendar) {
            throw invalid();
        }
        throw invalid();
    }

    private static Problem invalid() {
        return Problem.of(ForexError.DATE_INVALID, "The date is not one of the calendar, written 2023-02-21.");
    }
}
