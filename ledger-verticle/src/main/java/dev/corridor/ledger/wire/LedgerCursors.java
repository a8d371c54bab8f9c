package dev.corridor.ledger.wire;

import dev.corridor.kit.request.RequestId;
import dev.corridor.ledger.domain.LedgerError;
import java.util.UUID;

/** Reads the id cursors that callers send. */
public final class LedgerCursors {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private LedgerCursors() {}

    /** @return the id after which a list in ascending order continues */
    public static UUID afterId(String cursor) {
        return RequestId.cursor(cursor, LedgerError.CURSOR_INVALID).orElse(BEFORE_ALL);
    }

    /** @return the id before which a list in descending order continues; null for the first page */
    public static UUID beforeId(String cursor) {
        return RequestId.cursor(cursor, LedgerError.CURSOR_INVALID).orElse(null);
    }
}
