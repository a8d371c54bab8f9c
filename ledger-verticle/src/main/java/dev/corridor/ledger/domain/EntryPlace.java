package dev.corridor.ledger.domain;

import dev.corridor.kit.error.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** A place in an account's history: before the entry of that time and version. */
public record EntryPlace(Instant bookedAt, long version) {
    public static final EntryPlace NEWEST = new EntryPlace(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE);
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,17}-[0-9]{1,18}");

    /** Before every entry booked at that time or later. */
    public static EntryPlace before(Instant time) {
        return new EntryPlace(time, 0);
    }

    /** After every entry booked until then. */
    public static EntryPlace until(Instant time) {
        return new EntryPlace(time, Long.MAX_VALUE);
    }

    public static EntryPlace of(Entry entry) {
        return new EntryPlace(entry.bookedAt(), entry.version());
    }

    /**
     * The newest, or where a page ended.
     *
     * @throws Problem cursor_invalid
     */
    public static EntryPlace ofCursor(String cursor) {
        if (cursor.isEmpty()) {
            return NEWEST;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
        }
        int dash = cursor.indexOf('-');
        return new EntryPlace(
                Instant.EPOCH.plus(Long.parseLong(cursor.substring(0, dash)), ChronoUnit.MICROS),
                Long.parseLong(cursor.substring(dash + 1)));
    }

    String cursor() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, bookedAt) + "-" + version;
    }
}
