package dev.corridor.ledger.wire;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.domain.LedgerError;
import java.util.UUID;

/** Reads the ids that callers send. */
public final class GivenIds {
    private static final UUID FIRST = new UUID(0, 0);

    private GivenIds() {}

    /** Of something to be looked up: no account has an id that is no UUID. */
    public static UUID account(String id) {
        return RequestId.parse(id, LedgerError.ACCOUNT_NOT_FOUND);
    }

    /** Of something to be looked up. */
    public static UUID posting(String id) {
        return RequestId.parse(id, LedgerError.POSTING_NOT_FOUND);
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
        return RequestId.cursor(cursor, LedgerError.CURSOR_INVALID).orElse(FIRST);
    }

    /** As {@link #after}; empty: null. */
    public static UUID before(String cursor) {
        return RequestId.cursor(cursor, LedgerError.CURSOR_INVALID).orElse(null);
    }
}
