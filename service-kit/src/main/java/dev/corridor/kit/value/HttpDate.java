package dev.corridor.kit.value;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Format that HTTP writes times in (RFC 9110, 5.6.7), such as {@code Sat, 01 May 2027 00:00:00 GMT}. */
public final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    public static String format(Instant time) {
        return FORMAT.format(time);
    }

    /** Returns empty for null and for what is no time. */
    public static Optional<Instant> parse(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(FORMAT.parse(text.strip(), Instant::from));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
