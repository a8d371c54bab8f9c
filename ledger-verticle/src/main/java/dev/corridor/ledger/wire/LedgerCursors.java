package dev.corridor.ledger.wire;

import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.request.RequestId;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.AccountFilter;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Cursors of the ledger's lists, each bound to its query, and the positions in them. */
public final class LedgerCursors {
    public static final QueryCursor EXPIRED_HOLDS = QueryCursor.of("expired-holds");
    public static final QueryCursor REFUSALS = QueryCursor.of("refusals");

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private LedgerCursors() {}

    /** @param from as the caller sent it, so that a period without an end continues until the time of the next page */
    public static QueryCursor statement(UUID accountId, Optional<Instant> from, Optional<Instant> to) {
        return QueryCursor.of("statement", accountId, from, to);
    }

    public static QueryCursor accounts(AccountFilter filter) {
        return QueryCursor.of("accounts", filter);
    }

    /** @param cursor "" for the first page */
    public static String position(QueryCursor query, String cursor) {
        return query.position(cursor, LedgerError.CURSOR_INVALID);
    }

    /** @return the id after which a list in ascending order continues */
    public static UUID afterId(String cursor) {
        return RequestId.cursor(cursor, LedgerError.CURSOR_INVALID).orElse(BEFORE_ALL);
    }

    /** @return the id before which a list in descending order continues; null for the first page */
    public static UUID beforeId(String cursor) {
        return RequestId.cursor(cursor, LedgerError.CURSOR_INVALID).orElse(null);
    }
}
