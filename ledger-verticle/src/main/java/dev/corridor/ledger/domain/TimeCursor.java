package dev.corridor.ledger.domain;

import dev.corridor.kit.error.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/** A place in a list that is ordered by time, and within a moment by id. */
public record TimeCursor(Instant time, UUID id) {
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,17}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final TimeCursor NEWEST = new TimeCursor(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

    /**
     * Before the newest, or where a page ended.
     *
     * @throws Problem cursor_invalid
     */
    public static TimeCursor ofCursor(String cursor) {
        if (cursor.isEmpty()) {
            return NEWEST;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
        }
        int bar = cursor.indexOf('_');
        return new TimeCursor(
                Instant.EPOCH.plus(Long.parseLong(cursor.substring(0, bar)), ChronoUnit.MICROS),
                UUID.fromString(cursor.substring(bar + 1)));
    }

    public String cursor() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time) + "_" + id;
    }
}
