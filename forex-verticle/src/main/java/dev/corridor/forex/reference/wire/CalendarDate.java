package dev.corridor.forex.reference.wire;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.request.RequestDate;
import java.time.LocalDate;

/** Reads a date of a request for reference rates. */
public final class CalendarDate {
    private CalendarDate() {}

    /** @throws dev.corridor.kit.error.Problem date_invalid */
    public static LocalDate parse(String text) {
        return RequestDate.parse("date", text, ForexError.DATE_INVALID);
    }
}
