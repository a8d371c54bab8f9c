package dev.corridor.ledger.domain;

import dev.corridor.kit.error.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/** Cursor of a list ordered by time and id, newest first. */
public record TimeCursor(Instant time, UUID id) {
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,17}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final TimeCursor NEWEST = new TimeCursor(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

    /**
     * Reads a cursor; an empty one is the start of the list.
     *
     * @throws Problem cursor_invalid
     */
    public static TimeCursor parse(String cursor) {
        if (cursor.isEmpty()) {
            return NEWEST;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
        }
        int separator = cursor.indexOf('_');
        return new TimeCursor(
                Instant.EPOCH.plus(Long.parseLong(cursor.substring(0, separator)), ChronoUnit.MICROS),
                UUID.fromString(cursor.substring(separator + 1)));
    }

    public String encode() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time) + "_" + id;
    }
}
