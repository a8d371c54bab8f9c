package dev.corridor.forex.api;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads a date of a request. */
final class CalendarDate {
    private CalendarDate() {}

    /** @throws Problem date_invalid */
    static LocalDate parse(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw Problem.of(ForexError.DATE_INVALID, "The date is not one of the calendar, written 2023-02-21.");
        }
    }
}
