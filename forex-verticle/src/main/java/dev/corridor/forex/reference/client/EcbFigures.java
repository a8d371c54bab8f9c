package dev.corridor.forex.reference.client;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** Reads the days and rates of the European Central Bank's files. */
final class EcbFigures {
    private static final Pattern RATE = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");

    private EcbFigures() {}

    /** @throws UnreadablePublication */
    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw new UnreadablePublication("it has an invalid date", malformed);
        }
    }

    /** @throws UnreadablePublication */
    static BigDecimal rate(LocalDate asOf, String text) {
        if (text == null || !RATE.matcher(text).matches()) {
            throw new UnreadablePublication("it has an invalid rate for " + asOf, null);
        }
        var rate = new BigDecimal(text);
        if (rate.signum() == 0) {
            throw new UnreadablePublication("it has a rate of zero for " + asOf, null);
        }
        return rate;
    }
}
