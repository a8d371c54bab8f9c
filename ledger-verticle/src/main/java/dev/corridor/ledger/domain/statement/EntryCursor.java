package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Cursor in an account's history: booking time and version of an entry. */
public record EntryCursor(Instant bookedAt, long version) {
    public static final EntryCursor NEWEST = new EntryCursor(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE);
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,17}-[0-9]{1,18}");

    /** Returns the cursor before every entry booked at {@code time} or later. */
    public static EntryCursor before(Instant time) {
        return new EntryCursor(time, 0);
    }

    /** Returns the cursor after every entry booked until {@code time}. */
    public static EntryCursor until(Instant time) {
        return new EntryCursor(time, Long.MAX_VALUE);
    }

    public static EntryCursor of(Entry entry) {
        return new EntryCursor(entry.bookedAt(), entry.version());
    }

    /**
     * Reads a cursor; an empty one is after the newest entry.
     *
     * @throws Problem cursor_invalid
     */
    public static EntryCursor parse(String cursor) {
        if (cursor.isEmpty()) {
            return NEWEST;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
        }
        int dash = cursor.indexOf('-');
        return new EntryCursor(
                Instant.EPOCH.plus(Long.parseLong(cursor.substring(0, dash)), ChronoUnit.MICROS),
                Long.parseLong(cursor.substring(dash + 1)));
    }

    String encode() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, bookedAt) + "-" + version;
    }
}
