package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** A place in an account's history: before the entry of that time and version. */
public record EntryCursor(Instant bookedAt, long version) {
    public static final EntryCursor NEWEST = new EntryCursor(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE);
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,17}-[0-9]{1,18}");

    /** Before every entry booked at that time or later. */
    public static EntryCursor before(Instant time) {
        return new EntryCursor(time, 0);
    }

    /** After every entry booked until then. */
    public static EntryCursor until(Instant time) {
        return new EntryCursor(time, Long.MAX_VALUE);
    }

    public static EntryCursor of(Entry entry) {
        return new EntryCursor(entry.bookedAt(), entry.version());
    }

    /**
     * The newest, or where a page ended.
     *
     * @throws Problem cursor_invalid
     */
    public static EntryCursor ofCursor(String cursor) {
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

    String cursor() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, bookedAt) + "-" + version;
    }
}
