package dev.corridor.ledger.wire;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.statement.Page;
import java.util.UUID;

/** Reads the ids and page sizes that callers give. */
public final class GivenIds {
    private static final UUID FIRST = new UUID(0, 0);

    private GivenIds() {}

    /** Of something to be looked up: no account has an id that is no UUID. */
    public static UUID account(String id) {
        return Ids.parse(id, LedgerError.ACCOUNT_NOT_FOUND);
    }

    /** Of something to be looked up. */
    public static UUID posting(String id) {
        return Ids.parse(id, LedgerError.POSTING_NOT_FOUND);
    }

    /** A field of a posting to be made. */
    public static UUID ofPosting(String field, String id) {
        if (!Ids.isUuid(id)) {
            throw Problem.of(LedgerError.POSTING_INVALID, "The " + field + " is missing, or not a UUID.");
        }
        return UUID.fromString(id);
    }

    /** A cursor that is the id of the last item; empty: before the first. */
    public static UUID after(String cursor) {
        return cursor.isEmpty() ? FIRST : Ids.parse(cursor, LedgerError.CURSOR_INVALID);
    }

    /** As {@link #after}; empty: null. */
    public static UUID before(String cursor) {
        return cursor.isEmpty() ? null : Ids.parse(cursor, LedgerError.CURSOR_INVALID);
    }

    /** Zero, which is what a message without one says, is the usual size. */
    public static int limit(int asked) {
        if (asked < 0 || asked > Page.LIMIT_MAX) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The limit must be 1 to " + Page.LIMIT_MAX + ".");
        }
        return asked == 0 ? Page.LIMIT_DEFAULT : asked;
    }
}
